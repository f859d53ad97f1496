package io.peerhost.messaging;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits between tries: doubling from a tenth of a second to five, each with jitter, none after a success. */
final class Backoff {
    private static final long LONGEST = Duration.ofSeconds(5).toMillis();
    private static final long SHORTEST = 100;

    private long next = SHORTEST;

    void succeeded() {
        next = SHORTEST;
    }

    /** @throws InterruptedException when the thread is to end */
    void pause() throws InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextLong(next / 2, next + 1));
        next = Math.min(next * 2, LONGEST);
    }
}
