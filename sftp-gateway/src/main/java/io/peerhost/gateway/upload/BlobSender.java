package io.peerhost.gateway.upload;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends contents to sites behind the sessions: small ones gathered into packs, and only those that sites does not have;
 * large ones by resumable uploads. A few travel at once. What fails for now is tried again for as long as the gateway
 * runs; the {@link Spool}'s limits bound what waits.
 */
public final class BlobSender implements AutoCloseable {
    private static final int PACKS_AT_ONCE = 3;
    private static final int UPLOADS_AT_ONCE = 2;
    private static final int LARGE_RESTS_SECONDS = 5;
    private static final long GATHERING_MILLIS = 300;
    private static final Duration PATIENCE = Duration.ofDays(1);

    private sealed interface Item {}

    private record Wanted(LocalBlob blob, CompletableFuture<Void> stored) implements Item {}

    /** Somebody waits: send what has been gathered. */
    private record Flush() implements Item {}

    private final SitesClient sites;
    private final LargeUpload large;
    private final LinkedBlockingQueue<Item> small = new LinkedBlockingQueue<>();
    private final Semaphore packs = new Semaphore(PACKS_AT_ONCE);
    private final Semaphore uploads = new Semaphore(UPLOADS_AT_ONCE);
    private final Set<CompletableFuture<Void>> resting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread gatherer;

    public BlobSender(SitesClient sites) {
        this.sites = sites;
        this.large = new LargeUpload(sites);
        this.gatherer = Thread.ofVirtual().name("gatherer").start(this::gather);
    }

    /** @return done when sites has the blob; failed with {@link Refused} when it will not take it */
    public CompletableFuture<Void> send(LocalBlob blob) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        waiting.incrementAndGet();
        stored.whenComplete((done, failed) -> waiting.decrementAndGet());
        Wanted wanted = new Wanted(blob, stored);
        if (blob.size() <= Pack.LARGEST_BLOB) {
            small.add(wanted);
        } else {
            rest().thenRun(() -> Thread.ofVirtual().name("upload").start(() -> upload(wanted)));
        }
        return stored;
    }

    /** Do not wait for more to send together. */
    public void flush() {
        small.add(new Flush());
        resting.forEach(rest -> rest.complete(null));
    }

    /** Blobs that sites does not have yet. */
    public int waiting() {
        return waiting.get();
    }

    @Override
    public void close() {
        gatherer.interrupt();
    }

    private void gather() {
        List<Wanted> batch = new ArrayList<>();
        Pack pack = new Pack();
        long since = 0;
        try {
            while (true) {
                Item item = next(batch.isEmpty(), since);
                boolean full = item instanceof Wanted(LocalBlob blob, var stored) && !pack.fits(blob);
                if ((full || !(item instanceof Wanted)) && !batch.isEmpty()) {
                    dispatch(pack, batch);
                    pack = new Pack();
                    batch = new ArrayList<>();
                }
                if (item instanceof Wanted wanted) {
                    if (batch.isEmpty()) since = System.nanoTime();
                    pack.add(wanted.blob());
                    batch.add(wanted);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return null when the time of gathering is over */
    private Item next(boolean nothingYet, long since) throws InterruptedException {
        if (nothingYet) return small.take();
        long left = TimeUnit.MILLISECONDS.toNanos(GATHERING_MILLIS) - (System.nanoTime() - since);
        return small.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
    }

    private void dispatch(Pack pack, List<Wanted> batch) throws InterruptedException {
        packs.acquire();
        Thread.ofVirtual().name("pack").start(() -> {
            try {
                store(pack, batch);
            } finally {
                packs.release();
            }
        });
    }

    /** A pack holds contents of several sites: when it is refused, each goes alone, so that only the one that is wrong stays behind. */
    private void store(Pack pack, List<Wanted> batch) {
        try {
            Retry.until(PATIENCE, () -> deliver(pack));
            batch.forEach(wanted -> wanted.stored().complete(null));
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (e instanceof Refused && batch.size() > 1) batch.forEach(this::storeAlone);
            else batch.forEach(wanted -> wanted.stored().completeExceptionally(e));
        }
    }

    private void storeAlone(Wanted wanted) {
        Pack pack = new Pack();
        pack.add(wanted.blob());
        store(pack, List.of(wanted));
    }

    private Void deliver(Pack pack) throws IOException {
        Set<Hash> missing = new HashSet<>(sites.missing(pack.blobs().keySet()));
        if (missing.isEmpty()) return null;
        byte[] bytes = pack.encode(missing);
        if (bytes.length == 0) return null;
        sites.pack(bytes, bytes.length);
        return null;
    }

    /** A file that is removed again soon is not worth a large upload, unless somebody waits for it. */
    private CompletableFuture<Void> rest() {
        CompletableFuture<Void> rest =
                new CompletableFuture<Void>().completeOnTimeout(null, LARGE_RESTS_SECONDS, TimeUnit.SECONDS);
        resting.add(rest);
        rest.whenComplete((done, never) -> resting.remove(rest));
        return rest;
    }

    private void upload(Wanted wanted) {
        try {
            uploads.acquire();
            try {
                large.send(wanted.blob(), PATIENCE);
            } finally {
                uploads.release();
            }
            wanted.stored().complete(null);
        } catch (IOException | InterruptedException | RuntimeException e) {
            wanted.stored().completeExceptionally(e);
        }
    }
}
