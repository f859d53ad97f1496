package io.peerhost.marketplace.provider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When an agent counts as gone, and what it has to prove. */
@ConfigMapping(prefix = "marketplace.provider")
public interface ProviderConfig {
    @WithDefault("2s")
    Duration heartbeat();

    @WithDefault("10s")
    Duration suspectAfter();

    @WithDefault("30s")
    Duration lostAfter();

    /**
     * How long an agent that is there may serve nothing of a published site, by its own word or by what edges see, before its
     * replica goes to another seller.
     */
    @WithDefault("30m")
    Duration unservedAfter();

    /** Addresses of the edges whose not seeing a replica counts; none: only what its agent says does. */
    Optional<List<String>> witnesses();

    /** Leases that an agent runs at most: it is told all of them in one message, which three times as many would not fit. */
    @WithDefault("1000")
    int mostLeases();

    /** Pods that an agent runs at most: its machine has 256 networks for them. */
    @WithDefault("200")
    int mostPods();

    @WithDefault("15m")
    Duration tokenValidity();

    /** Folder of {@link AgentProgram}, for sellers to download; none when they get it elsewhere. */
    Optional<String> program();

    Capacity capacity();

    /** The challenge of {@link CapacityChallenge}. */
    interface Capacity {
        /** How much of what is offered is filled for the proof. */
        @WithDefault("0.01")
        double share();

        @WithDefault("4")
        int leastMib();

        /** Small enough for a laptop's stack; a market of strangers wants gigabytes. */
        @WithDefault("32")
        int mostMib();

        /** Blocks asked of memory, and as many of disk. */
        @WithDefault("16")
        int blocks();

        /** How long filling may take. */
        @WithDefault("10m")
        Duration fillWithin();

        /** How long showing blocks may take: far less than making them again. */
        @WithDefault("10s")
        Duration showWithin();

        @WithDefault("30m")
        Duration renewEvery();

        /** A proof this old no longer counts. */
        @WithDefault("90m")
        Duration validity();

        @WithDefault("20s")
        Duration retryAfter();
    }
}
