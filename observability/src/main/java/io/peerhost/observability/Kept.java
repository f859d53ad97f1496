package io.peerhost.observability;

import java.time.Duration;
import java.util.function.Supplier;

/** What costs much to find out: it is that old at most, and who asks meanwhile waits for the one who finds it out. */
public final class Kept<T> {
    private final Duration longest;
    private final Supplier<T> finder;
    private T last;
    private long lastAt;

    public Kept(Duration longest, Supplier<T> finder) {
        this.longest = longest;
        this.finder = finder;
    }

    public synchronized T get() {
        if (last == null || System.nanoTime() - lastAt >= longest.toNanos()) {
            last = finder.get();
            lastAt = System.nanoTime();
        }
        return last;
    }
}
