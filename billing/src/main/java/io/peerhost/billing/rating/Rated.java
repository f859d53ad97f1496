package io.peerhost.billing.rating;

import java.math.BigInteger;
import java.time.Instant;

/**
 * What a lease's use since it began comes to.
 *
 * @param upSeconds seconds paid for
 * @param egressBytes bytes paid for
 * @param cost base units, rounded down once, before any limit
 */
public record Rated(long upSeconds, BigInteger egressBytes, BigInteger cost) {
    /**
     * What is to be billed on top of what was: never less than nothing, and in total never above what the escrow pays.
     *
     * @param at the end of the epoch
     */
    public BigInteger increment(BigInteger billed, Guard guard, Instant at) {
        return cost.min(guard.ceiling(at)).subtract(billed).max(BigInteger.ZERO);
    }

    /** Whether the escrow allows less than this now and will allow more later. */
    public boolean waitsForTime(Guard guard, Instant at) {
        BigInteger now = guard.ceiling(at);
        return cost.compareTo(now) > 0 && now.compareTo(guard.deposit().min(guard.spendCap())) < 0;
    }
}
