package io.peerhost.sites.site;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of sites. */
@ConfigMapping(prefix = "peerhost.sites")
public interface SitesConfig {
    /** Kafka's bootstrap servers. */
    String kafka();

    /** Sites answer as names under this domain. */
    String domain();

    /** Where visitors reach the edge: scheme and port of sites' addresses. */
    String edgeUrl();

    @WithDefault("5")
    int publishAfterIdleSeconds();

    /** Bytes of all files of a draft, at most; fewer where its leases reserve less disk. */
    @WithDefault("10737418240")
    long quotaBytes();

    /** Files and folders of a draft. */
    @WithDefault("100000")
    int mostEntries();
}
