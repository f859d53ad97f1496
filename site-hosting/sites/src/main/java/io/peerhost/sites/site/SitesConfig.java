package io.peerhost.sites.site;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

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

    /** Releases are kept while together they hold no more than so many times what a draft may. */
    @WithDefault("3")
    int keptTimes();

    /** Files and folders of a draft. */
    @WithDefault("100000")
    int mostEntries();

    /** Where agents fetch. */
    Optional<URI> url();
}
