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

    /** The last end that may be closed at {@code now}. */
    public Instant lastEnd(Instant now) {
        long seconds = now.minus(grace).getEpochSecond();
        return Instant.ofEpochSecond(Math.floorDiv(seconds, length.getSeconds()) * length.getSeconds());
    }
}
