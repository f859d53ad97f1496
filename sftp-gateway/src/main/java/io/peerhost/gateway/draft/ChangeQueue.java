package io.peerhost.gateway.draft;

import io.peerhost.gateway.upload.BlobSender;
import io.peerhost.gateway.upload.Journal;
import io.peerhost.gateway.upload.LocalBlob;
import io.peerhost.gateway.upload.Retry;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.protocol.draft.DraftChange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of one draft on their way to sites: in order, gathered into batches, each repeated under one idempotency key
 * until it is answered. Each is in the journal before its client is told that it is done. A put goes once its blob is stored. A change
 * that sites refuses is left out. Only when the site was deleted, or nothing could be stored for a day, is everything that waits given up. Both
 * are told to the draft.
 */
final class ChangeQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChangeQueue.class);

    static final int MOST_WAITING = 50_000;

    private static final int LARGEST_BATCH = 5_000;
    private static final long GATHERING_MILLIS = 300;

    /** Whose changes they are; called from the queue's own thread. */
    interface Owner {
        /** A batch was stored; {@code revision} is the draft's since then. */
        void applied(long revision);

        /** Something was not stored. */
        void refused(String why);

        /** Nothing waits. */
        void drained();
    }

    private final UUID site;
    private final BlobSender blobs;
    private final Journal journal;
    private final Delivery delivery;
    private final Owner owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ArrayDeque<PendingChange> waiting = new ArrayDeque<>();
    private final Thread sender;
    private long added;
    private long stored;
    private long wanted;
    private long refusals;
    private String refusal;

    ChangeQueue(UUID site, SitesClient sites, BlobSender blobs, Journal journal, Owner owner) {
        this.site = site;
        this.blobs = blobs;
        this.journal = journal;
        this.delivery = new Delivery(site, sites, blobs, journal, owner::applied, this::leaveOut);
        this.owner = owner;
        this.sender = Thread.ofVirtual().name("changes-" + site).start(this::run);
    }

    /** @param blob the content of a put; null for other changes */
    void add(DraftChange change, LocalBlob blob) {
        lock.lock();
        try {
            add(journal.add(change, blob), change, blob);
        } finally {
            lock.unlock();
        }
    }

    /** One that a gateway before this one had taken; before all others. */
    void again(Journal.Left left) {
        lock.lock();
        try {
            add(left.number(), left.change(), left.blob());
        } finally {
            lock.unlock();
        }
    }

    private void add(long number, DraftChange change, LocalBlob blob) {
        waiting.add(new PendingChange(
                number, change, blob, blob == null ? CompletableFuture.completedFuture(null) : blobs.send(blob)));
        added++;
        moved.signalAll();
    }

    /**
     * The file of {@code blob} was removed: what is not stored yet need not be, unless a later change speaks of the file.
     */
    void forget(LocalBlob blob) {
        lock.lock();
        try {
            boolean found = false;
            for (PendingChange pending : waiting) {
                if (pending.blob() == blob) found = true;
                else if (found && pending.speaksOfOthers()) return;
            }
            if (found) blob.abandon();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many changes there ever were. */
    long added() {
        lock.lock();
        try {
            return added;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is room for another change. */
    void room(Duration patience) throws IOException {
        await(() -> waiting.size() < MOST_WAITING, patience);
    }

    /** Waits until sites has everything added so far. @throws IOException when it refused some of it, or takes longer */
    void settle(Duration patience) throws IOException {
        lock.lock();
        long goal = added;
        long before = refusals;
        try {
            if (stored >= goal) return;
            wanted = goal;
            moved.signalAll();
            blobs.flush();
            await(() -> stored >= goal || refusals > before, patience);
            if (refusals > before) throw new IOException(refusal);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        sender.interrupt();
    }

    @FunctionalInterface
    private interface Reached {
        boolean now();
    }

    private void await(Reached reached, Duration patience) throws IOException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!reached.now()) {
                if (left <= 0)
                    throw new IOException(
                            "The store of sites does not answer; what you sent is kept here and stored when it does");
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while storing", e);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                List<PendingChange> batch = batch();
                try {
                    Retry.until(Delivery.PATIENCE, () -> {
                        delivery.deliver(batch);
                        return null;
                    });
                } catch (IOException | RuntimeException e) {
                    giveUp(e);
                    continue;
                }
                stored(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<PendingChange> batch() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) moved.await();
            long left = TimeUnit.MILLISECONDS.toNanos(GATHERING_MILLIS);
            while (left > 0 && wanted <= stored && waiting.size() < LARGEST_BATCH) left = moved.awaitNanos(left);
            List<PendingChange> batch = new ArrayList<>(Math.min(waiting.size(), LARGEST_BATCH));
            for (PendingChange pending : waiting) {
                if (batch.size() == LARGEST_BATCH) break;
                batch.add(pending);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void stored(List<PendingChange> batch) {
        boolean drained;
        lock.lock();
        try {
            for (int i = 0; i < batch.size(); i++) waiting.remove();
            drained = waiting.isEmpty();
            if (drained) journal.stored(journal.last());
        } finally {
            lock.unlock();
        }
        batch.forEach(PendingChange::done);
        if (drained) owner.drained();
        reached(batch.size());
    }

    /** Those who wait for so many are told last: they see what the draft is now. */
    private void reached(int more) {
        lock.lock();
        try {
            stored += more;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void leaveOut(String why) {
        lock.lock();
        try {
            refusals++;
            refusal = why;
        } finally {
            lock.unlock();
        }
        owner.refused(why);
    }

    private void giveUp(Exception cause) {
        List<PendingChange> dropped;
        lock.lock();
        try {
            dropped = new ArrayList<>(waiting);
            waiting.clear();
            journal.stored(journal.last());
        } finally {
            lock.unlock();
        }
        log.warn("{} changes of site {} are given up", dropped.size(), site, cause);
        dropped.forEach(PendingChange::done);
        leaveOut(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        owner.drained();
        reached(dropped.size());
    }
}
