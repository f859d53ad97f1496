package io.peerhost.billing.audit;

import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Instant;

/**
 * An epoch in public.
 *
 * @param epoch its number, as on chain
 * @param from where it starts
 * @param to where it ends
 * @param stage CLOSED, POSTED or CLAIMED
 * @param root Merkle root of the cumulative amounts
 * @param leases how many leaves the tree has
 * @param charged base units this epoch added
 * @param closedAt when it was closed
 * @param postedAt when its root was seen mined; null before
 * @param claimedAt when its claims were seen mined; null before
 * @param postTransaction hash of the transaction that posted the root; null before
 */
public record EpochView(
        long epoch,
        Instant from,
        Instant to,
        String stage,
        Bytes32 root,
        int leases,
        BigInteger charged,
        Instant closedAt,
        Instant postedAt,
        Instant claimedAt,
        Bytes32 postTransaction) {
    static EpochView of(AuditedEpoch epoch) {
        return new EpochView(
                epoch.number,
                epoch.startsAt,
                epoch.endsAt,
                epoch.stage,
                Bytes32.of(epoch.root),
                epoch.leases,
                epoch.charged,
                epoch.closedAt,
                epoch.postedAt,
                epoch.claimedAt,
                epoch.postHash == null ? null : Bytes32.of(epoch.postHash));
    }
}
