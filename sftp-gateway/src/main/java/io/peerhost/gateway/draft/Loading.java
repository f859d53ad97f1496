package io.peerhost.gateway.draft;

import io.peerhost.gateway.upload.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Reads drafts: few at once, and none while those in use hold as many files as there may be, so that no one's files fill the memory. */
final class Loading {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int AT_ONCE = 2;

    private final int mostEntries;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    Loading(int mostEntries) {
        this.mostEntries = mostEntries;
    }

    /** @param inUse files and folders of the drafts that are read already */
    Draft read(IntSupplier inUse, Retry.Call<Draft> load) throws IOException, InterruptedException {
        if (!turns.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            throw new IOException("Too many sites are entered at once: try again in a minute");
        try {
            if (inUse.getAsInt() >= mostEntries)
                throw new IOException(
                        "This gateway holds as many files as it can: leave other sites, or try again in some minutes");
            return Retry.until(PATIENCE, load);
        } finally {
            turns.release();
        }
    }
}
