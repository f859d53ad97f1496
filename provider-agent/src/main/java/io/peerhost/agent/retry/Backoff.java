package io.peerhost.agent.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: doubling from {@code first} to {@code most}, each wait drawn evenly from its upper half, so
 * that many who failed together do not come back together. One thread uses it at a time.
 */
public final class Backoff {
    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private int failures;

    public Backoff(Duration first, Duration most, RandomGenerator random) {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0)
            throw new IllegalArgumentException("Waits grow from a positive first to a longer last");
        this.first = first;
        this.most = most;
        this.random = random;
    }

    /** The wait after one more failure. */
    public Duration next() {
        long ceiling = Math.min(most.toMillis(), first.toMillis() << Math.min(failures, 20));
        failures++;
        return Duration.ofMillis(ceiling - random.nextLong(ceiling / 2 + 1));
    }

    /**
     * It worked, and ended after {@code time}. Only what lasted longer than the longest wait makes the next one the shortest again: who
     * lets everybody in and drops them at once is not dialled at full pace for ever.
     */
    public void worked(Duration time) {
        if (time.compareTo(most) > 0) reset();
    }

    /** It worked: the next failure waits the shortest again. */
    public void reset() {
        failures = 0;
    }
}
