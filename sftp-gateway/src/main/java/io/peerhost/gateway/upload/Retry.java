package io.peerhost.gateway.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what failed for now: waits doubling from 100 ms to 5 s, each with jitter, until a deadline. An answer that
 * cannot be read and a mistake of ours are failures for now too: neither may cost what a client was told is taken.
 */
public final class Retry {
    private static final Logger log = LoggerFactory.getLogger(Retry.class);
    private static final long SHORTEST = 100;
    private static final long LONGEST = 5_000;

    private Retry() {}

    /** A call to another process. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws IOException, InterruptedException;
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
            } catch (IOException | RuntimeException e) {
                if (e instanceof RuntimeException) log.warn("Something went wrong; it is tried again", e);
                if (Thread.interrupted()) throw new InterruptedException();
                if (System.nanoTime() > end) throw e;
                Thread.sleep(ThreadLocalRandom.current().nextLong(wait / 2, wait + 1));
                wait = Math.min(wait * 2, LONGEST);
            }
        }
    }
}
