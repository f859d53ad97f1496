package io.peerhost.gateway.draft;

import io.peerhost.protocol.draft.DraftProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A draft in use, once it is loaded, and who uses it. The lock of {@link Drafts} guards it. */
final class Held {
    private static final long REFRESHED_EVERY = Duration.ofSeconds(3).toNanos();
    private static final long HALF_WRITTEN_KEPT = Duration.ofDays(1).toNanos();

    private static final Logger log = LoggerFactory.getLogger(Held.class);

    final ReentrantLock loading = new ReentrantLock();
    final List<Visit> visits = new ArrayList<>();
    Draft draft;
    int users;
    long leftAt = System.nanoTime();
    volatile long refreshedAt = System.nanoTime();

    boolean isDue() {
        return draft != null && !visits.isEmpty() && System.nanoTime() - refreshedAt > REFRESHED_EVERY;
    }

    /** Whether nobody needs it and nothing waits. */
    boolean isDone() {
        if (users > 0 || draft == null || draft.waiting() > 0) return false;
        return draft.cutOff().isEmpty() || System.nanoTime() - leftAt > HALF_WRITTEN_KEPT;
    }

    DraftProgress progress() {
        return draft.progress(visits.size());
    }

    /** Others may have changed it, its quota or its settings meanwhile. */
    void refresh() {
        refreshedAt = System.nanoTime();
        try {
            draft.refresh();
        } catch (IOException e) {
            // What was known goes on to hold; the next visit asks again.
            log.debug("The draft of site {} could not be read", draft.facts().id(), e);
        }
    }
}
