package io.peerhost.billing.settlement;

import java.time.Duration;
import java.time.Instant;

/**
 * When epochs end: at the clock's multiples of their length.
 *
 * @param length whole seconds
 * @param grace how long after its end an epoch waits for what is still on its way; what comes later counts in the next one
 */
public record EpochLength(Duration length, Duration grace) {
    public EpochLength {
        if (length.getSeconds() < 1) throw new IllegalArgumentException("An epoch lasts a second at least: " + length);
        if (grace.isNegative()) throw new IllegalArgumentException("A grace is not negative: " + grace);
    }

    /**
     * Whether the escrow waits long enough for the last epoch of a lease to be claimed.
     *
     * @param withdrawDelay for how long the escrow keeps the renter's rest
     * @throws IllegalStateException when it does not
     */
    public void require(Duration withdrawDelay) {
        if (length.multipliedBy(2).compareTo(withdrawDelay) > 0)
            throw new IllegalStateException("Epochs of " + length.toSeconds()
                    + " s are too long for contracts that give the renter the rest after " + withdrawDelay.toSeconds()
                    + " s: set EPOCH_SECONDS to " + withdrawDelay.dividedBy(3).toSeconds()
                    + ", or name contracts with a longer WITHDRAW_DELAY_SECONDS.");
    }

    /** The last end that may be closed at {@code now}. */
    public Instant lastEnd(Instant now) {
        long seconds = now.minus(grace).getEpochSecond();
        return Instant.ofEpochSecond(Math.floorDiv(seconds, length.getSeconds()) * length.getSeconds());
    }
}
