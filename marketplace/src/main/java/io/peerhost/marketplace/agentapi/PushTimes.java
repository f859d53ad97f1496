package io.peerhost.marketplace.agentapi;

import java.time.Duration;
import java.util.Arrays;

/** How long the last thousand changes took from being written to being sent to their agent. Safe for many threads. */
public final class PushTimes {
    private static final int MOST = 1000;

    private final long[] millis = new long[MOST];
    private long count;

    synchronized void add(Duration took) {
        millis[(int) (count++ % MOST)] = Math.max(0, took.toMillis());
    }

    /** @param share of them that took no longer, above 0 to 1 @return -1 before the first */
    public synchronized long millis(double share) {
        int kept = (int) Math.min(count, MOST);
        if (kept == 0) return -1;
        long[] sorted = Arrays.copyOf(millis, kept);
        Arrays.sort(sorted);
        return sorted[Math.clamp((int) Math.ceil(share * kept) - 1, 0, kept - 1)];
    }
}
