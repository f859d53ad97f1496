package io.peerhost.gateway.draft;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.gateway.upload.BlobSender;
import io.peerhost.gateway.upload.LocalBlob;
import io.peerhost.gateway.upload.Refused;
import io.peerhost.gateway.upload.Retry;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.protocol.draft.DraftChange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Changes of one draft on their way to sites: in order, gathered into batches, each repeated under one idempotency key
 * until it is answered. A put goes once its blob is stored. What sites refuses ends everything that waits, and is told
 * to the draft.
 */
final class ChangeQueue implements AutoCloseable {
    static final int MOST_WAITING = 50_000;

    private static final int LARGEST_BATCH = 5_000;
    private static final long GATHERING_MILLIS = 300;
    private static final Duration PATIENCE = Duration.ofDays(1);
    private static final int BLOBS_AGAIN = 3;

    private record Pending(DraftChange change, LocalBlob blob, CompletableFuture<Void> stored) {
        boolean isWanted() {
            return blob == null || !blob.isUnwanted();
        }

        /** It needs what earlier changes made. */
        boolean speaksOfOthers() {
            return change instanceof DraftChange.Move || change instanceof DraftChange.Touch;
        }

        void done() {
            if (blob != null) blob.discard();
        }
    }

    private final UUID site;
    private final SitesClient sites;
    private final BlobSender blobs;
    private final Consumer<String> refused;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private final Thread sender;
    private long added;
    private long stored;
    private long wanted;
    private long refusals;
    private String refusal;

    ChangeQueue(UUID site, SitesClient sites, BlobSender blobs, Consumer<String> refused) {
        this.site = site;
        this.sites = sites;
        this.blobs = blobs;
        this.refused = refused;
        this.sender = Thread.ofVirtual().name("changes-" + site).start(this::run);
    }

    /** @param blob the content of a put; null for other changes */
    void add(DraftChange change, LocalBlob blob) {
        lock.lock();
        try {
            waiting.add(new Pending(
                    change, blob, blob == null ? CompletableFuture.completedFuture(null) : blobs.send(blob)));
            added++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The file of {@code blob} was removed: what is not stored yet need not be, unless a later change speaks of the file.
     */
    void forget(LocalBlob blob) {
        lock.lock();
        try {
            boolean found = false;
            for (Pending pending : waiting) {
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
                List<Pending> batch = batch();
                try {
                    CompletableFuture.allOf(batch.stream().map(Pending::stored).toArray(CompletableFuture[]::new))
                            .get();
                    deliver(batch);
                    stored(batch);
                } catch (ExecutionException e) {
                    giveUp(e.getCause());
                } catch (IOException | RuntimeException e) {
                    giveUp(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Pending> batch() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) moved.await();
            long left = TimeUnit.MILLISECONDS.toNanos(GATHERING_MILLIS);
            while (left > 0 && wanted <= stored && waiting.size() < LARGEST_BATCH) left = moved.awaitNanos(left);
            List<Pending> batch = new ArrayList<>(Math.min(waiting.size(), LARGEST_BATCH));
            for (Pending pending : waiting) {
                if (batch.size() == LARGEST_BATCH) break;
                batch.add(pending);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void deliver(List<Pending> batch) throws IOException, InterruptedException, ExecutionException {
        for (int again = 0; ; again++) {
            List<DraftChange> changes = batch.stream()
                    .filter(Pending::isWanted)
                    .map(Pending::change)
                    .toList();
            if (changes.isEmpty()) return;
            UUID key = UUID.randomUUID();
            try {
                Retry.until(PATIENCE, () -> sites.change(site, changes, key));
                return;
            } catch (Refused e) {
                Set<String> missing = missing(e);
                if (missing.isEmpty() || again == BLOBS_AGAIN) throw e;
                for (Pending pending : batch)
                    if (pending.blob() != null
                            && pending.isWanted()
                            && missing.contains(pending.blob().hash().hex())) {
                        CompletableFuture<Void> sent = blobs.send(pending.blob());
                        blobs.flush();
                        sent.get();
                    }
            }
        }
    }

    /** Hashes that sites does not have any more: collected between the question and the change. */
    private static Set<String> missing(Refused e) {
        Set<String> hashes = new HashSet<>();
        if (e.status() == 404) for (JsonNode hash : e.problem().path("hashes")) hashes.add(hash.asText());
        return hashes;
    }

    private void stored(List<Pending> batch) {
        lock.lock();
        try {
            for (int i = 0; i < batch.size(); i++) waiting.remove();
            stored += batch.size();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        batch.forEach(Pending::done);
    }

    private void giveUp(Throwable cause) {
        List<Pending> dropped;
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        lock.lock();
        try {
            dropped = new ArrayList<>(waiting);
            waiting.clear();
            stored = added;
            refusals++;
            refusal = message;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        dropped.forEach(Pending::done);
        refused.accept(message);
    }
}
