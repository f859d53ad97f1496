package io.peerhost.billing.service;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Billing's settings; ARCHITECTURE.md says which environment variable gives which. */
@ConfigMapping(prefix = "peerhost.billing")
public interface BillingConfig {
    String kafkaBootstrap();

    /** Addresses of the edges whose witness records count. */
    Optional<Set<String>> witnesses();

    /** How much of the witnessed egress is believed, 100 to 200. */
    int egressTolerancePercent();

    /** Length of an epoch. */
    int epochSeconds();

    /** How long after its end an epoch waits for what is on its way. */
    Duration grace();

    /** Leases in one claim, 1 to 500. */
    int claimBatch();

    /** Whether this process reads, relays and settles, or only answers. */
    boolean work();

    /** For how long evidence is kept slot by slot and record by record; then it is folded. At least two days. */
    Duration keepEvidence();

    Node chain();

    /** Where the chain is. The four without a default must be set. */
    interface Node {
        URI rpc();

        long id();

        Optional<String> token();

        Optional<String> escrow();

        Optional<String> settlement();

        /** Secp256k1 key that posts roots and relays claims. */
        Optional<String> settlerKey();

        /** The block the contracts were deployed in, or any before. */
        long firstBlock();

        /** Blocks until one counts, itself included. */
        int confirmations();
    }
}
