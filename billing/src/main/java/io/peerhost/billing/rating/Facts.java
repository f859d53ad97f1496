package io.peerhost.billing.rating;

import java.math.BigInteger;

/**
 * All that is known of a lease's use since it began. Each grows as more is known and none depends on the order of learning it.
 *
 * @param slotsUp distinct slots of the active interval in which a trusted edge had an answer
 * @param activeSeconds how long the lease was active
 * @param claimedUpSeconds what the agent signed for
 * @param claimedEgress bytes the agent signed for
 * @param witnessedEgress bytes the trusted edges sent to visitors
 */
public record Facts(
        long slotsUp, long activeSeconds, long claimedUpSeconds, BigInteger claimedEgress, BigInteger witnessedEgress) {
    public static final Facts NONE = new Facts(0, 0, 0, BigInteger.ZERO, BigInteger.ZERO);

    public Facts {
        if (slotsUp < 0 || activeSeconds < 0 || claimedUpSeconds < 0)
            throw new IllegalArgumentException("Facts are not negative");
        if (claimedEgress == null
                || witnessedEgress == null
                || claimedEgress.signum() < 0
                || witnessedEgress.signum() < 0) throw new IllegalArgumentException("Egress is not negative");
    }
}
