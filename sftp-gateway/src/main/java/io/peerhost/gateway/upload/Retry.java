package io.peerhost.gateway.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Repeats what failed for now: waits doubling from 100 ms to 5 s, each with jitter, until a deadline. */
public final class Retry {
    private static final long SHORTEST = 100;
    private static final long LONGEST = 5_000;

    private Retry() {}

    /** A call to another process. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws IOException;
    }

    /**
     * @throws Refused at once when the other side will not do it
     * @throws IOException the last failure, when {@code patience} is over
     * @throws InterruptedException when this thread is to end
     */
    public static <T> T until(Duration patience, Call<T> call) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long wait = SHORTEST;
        while (true) {
            try {
                return call.run();
            } catch (Refused e) {
                throw e;
            } catch (IOException e) {
                if (Thread.interrupted()) throw new InterruptedException();
                if (System.nanoTime() > end) throw e;
                Thread.sleep(ThreadLocalRandom.current().nextLong(wait / 2, wait + 1));
                wait = Math.min(wait * 2, LONGEST);
            }
        }
    }
}
