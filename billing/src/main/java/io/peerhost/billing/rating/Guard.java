package io.peerhost.billing.rating;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/**
 * What the escrow contract pays a lease's seller at most, as it stands on chain.
 *
 * @param deposit base units the renter put there
 * @param spendCap base units the renter allows in total
 * @param maxRatePerSecond base units for each second since opening
 * @param openedAt time of the block that opened the lease
 */
public record Guard(BigInteger deposit, BigInteger spendCap, BigInteger maxRatePerSecond, Instant openedAt) {
    public Guard {
        if (openedAt == null) throw new IllegalArgumentException("A guard needs the time the lease opened");
        notNegative(deposit);
        notNegative(spendCap);
        notNegative(maxRatePerSecond);
    }

    /** The same as the contract's {@code ceiling} at a block of that time. */
    public BigInteger ceiling(Instant at) {
        long seconds = Math.max(0, Duration.between(openedAt, at).getSeconds());
        return deposit.min(spendCap).min(maxRatePerSecond.multiply(BigInteger.valueOf(seconds)));
    }

    private static void notNegative(BigInteger amount) {
        if (amount == null || amount.signum() < 0)
            throw new IllegalArgumentException("A guard's amounts are not negative");
    }
}
