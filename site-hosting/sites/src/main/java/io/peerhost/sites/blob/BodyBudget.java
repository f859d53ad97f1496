package io.peerhost.sites.blob;

import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How much of the heap bodies may take together: a third of it, waited for up to ten seconds. */
@ApplicationScoped
public class BodyBudget {
    private static final int UNIT = 1024 * 1024;
    private static final int LARGEST = Pack.LARGEST / UNIT;

    private final int units = Math.clamp(Runtime.getRuntime().maxMemory() / 3 / UNIT, LARGEST, Integer.MAX_VALUE);
    private final Semaphore free = new Semaphore(units, true);

    /** Runs {@code work} while {@code bytes} (at most 16 MiB) are set aside. */
    public <T> T with(long bytes, Supplier<T> work) {
        int share = Math.clamp((bytes + UNIT - 1) / UNIT, 1, LARGEST);
        try {
            if (!free.tryAcquire(share, 10, TimeUnit.SECONDS))
                throw Problem.unavailable("Too many large bodies at once. Try again.", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("We are shutting down.", e);
        }
        try {
            return work.get();
        } finally {
            free.release(share);
        }
    }

    /**
     * Up to {@code buffer.length} bytes; how many there were.
     *
     * @throws Problem 400 when the body breaks off
     */
    static int fill(byte[] buffer, InputStream body) {
        try {
            return body.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw Problem.malformed("The body ended early. Send it again.");
        }
    }
}
