package io.peerhost.chain.transaction;

import io.peerhost.protocol.identity.Bytes32;
import java.util.Optional;

/** How far a transaction is. */
public sealed interface TransactionStatus {
    /** Waiting, sent or not yet confirmed. */
    record Pending() implements TransactionStatus {}

    /**
     * In the chain, confirmed.
     *
     * @param gasUsed units of gas
     */
    record Mined(Bytes32 hash, long block, long gasUsed) implements TransactionStatus {}

    /**
     * The contract refused it.
     *
     * @param reason the contract's own error, like {@code TooEarly(1767225600)}
     * @param hash of the transaction; empty when this was known before sending, and nothing was sent
     */
    record Reverted(String reason, Optional<Bytes32> hash) implements TransactionStatus {}
}
