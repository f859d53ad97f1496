package io.peerhost.marketplace.agentapi;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What agents are told, and how much of them is borne. */
@ConfigMapping(prefix = "marketplace.agents")
public interface AgentConfig {
    /** {@code host:port#sha256-of-certificate} of each edge. */
    Optional<List<String>> edges();

    /** Where releases are fetched. */
    @WithDefault("http://127.0.0.1:8081")
    String content();

    @WithDefault("20000")
    int mostConnections();

    /** Connections that have not said who they are yet, all together. */
    @WithDefault("500")
    int mostStrangers();

    @WithDefault("10s")
    Duration loginWithin();

    @WithDefault("10s")
    Duration sendWithin();
}
