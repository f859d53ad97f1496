package io.peerhost.sites.blob;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The object store and how blobs are kept in it. */
@ConfigMapping(prefix = "peerhost.store")
public interface StoreConfig {
    String endpoint();

    String accessKey();

    String secretKey();

    String bucket();

    @WithDefault("us-east-1")
    String region();

    /** The longest wait for one request to the store. */
    @WithDefault("PT15S")
    Duration timeout();

    /** How long a blob that nothing refers to is kept after it was last wanted. */
    @WithDefault("PT24H")
    Duration grace();

    /** How often blobs are collected. */
    @WithDefault("PT10M")
    Duration collectEvery();

    /** The largest blob, in bytes. */
    @WithDefault("5368709120")
    long largestBlob();
}
