package io.peerhost.protocol.settlement;

import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Topic {@code settlements}, key {@code epoch}: an epoch moved on.
 *
 * @param event identity of this event
 * @param epoch number of the epoch, as on chain, from 1; 0 for a time in which nothing was charged and nothing waited any more:
 *     it has no root and no leases, and is told as CLAIMED
 * @param stage how far it is
 * @param root Merkle root of the cumulative amounts
 * @param transaction hash of the transaction that got it here; null for CLOSED
 * @param leases what each lease of the epoch comes to
 * @param at when
 * @param until end of the epoch: what was used before is in it or in an earlier one; null in one stored before this was told
 */
public record SettlementEvent(
        UUID event,
        long epoch,
        Stage stage,
        Bytes32 root,
        Bytes32 transaction,
        List<Amount> leases,
        Instant at,
        Instant until) {
    public static final String TOPIC = "settlements";

    public enum Stage {
        CLOSED,
        POSTED,
        CLAIMED
    }

    /** @param cumulative all that the lease owes its seller since it began, in base units */
    public record Amount(Bytes32 lease, BigInteger cumulative) {}

    public SettlementEvent {
        if (event == null || stage == null || root == null || at == null)
            throw new IllegalArgumentException("A settlement event needs event, stage, root and time");
        leases = List.copyOf(leases);
    }
}
