package io.peerhost.gateway.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where uploaded bytes wait for sites: small contents in memory, others in files of an own folder. Both have a limit;
 * a writer waits a while for room and is then told. A file with a {@link Note} outlives the process: the next session of
 * its site finds it. What is whole outlives it by the site's {@link Journal}.
 */
public final class Spool {
    /** A content up to this size may stay in memory. */
    public static final int SMALL = 64 * 1024;

    private static final long PATIENCE_SECONDS = 60;
    private static final int PERMIT = 1024;
    private static final int NAMES_A_MILLISECOND = 10;

    private final Path folder;
    private final long memoryLimit;
    private final long diskLimit;
    private final Clock clock;
    private final Leftovers leftovers;
    private final Journals journals;
    private final AtomicLong names = new AtomicLong();
    private final AtomicLong memory = new AtomicLong();
    /** For bytes that arrived and are not spooled yet, of all files together: kibibytes. */
    private final Semaphore queue =
            new Semaphore((int) Math.clamp(Runtime.getRuntime().maxMemory() / 12 / PERMIT, 4 << 10, 256L << 10), true);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private long disk;

    public Spool(Path folder, long memoryLimit, long diskLimit, Clock clock) throws IOException {
        this.folder = folder;
        this.memoryLimit = memoryLimit;
        this.diskLimit = diskLimit;
        this.clock = clock;
        Files.createDirectories(folder);
        journals = new Journals(folder.resolveSibling("journals"), this);
        Set<String> spoken = journals.spooled();
        leftovers = new Leftovers(folder, clock, spoken);
        disk = leftovers.bytes();
        for (String name : spoken) disk += Leftovers.size(folder.resolve(name));
        names.set(clock.millis() << NAMES_A_MILLISECOND);
    }

    /** Files that a gateway before this one was sent for {@code site}, each to be used or discarded by the caller. */
    public List<Incoming> leftovers(UUID site) throws IOException {
        List<Incoming> found = new ArrayList<>();
        for (Leftovers.Leftover leftover : leftovers.take(site)) found.add(new Incoming(this, leftover));
        return found;
    }

    /** To be called now and then. */
    public void expire() {
        long bytes = leftovers.expire();
        if (bytes > 0) giveDisk(bytes);
    }

    public Journals journals() {
        return journals;
    }

    /** A whole content in a file that a process before this one took. @return null when it is gone */
    Incoming taken(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? new Incoming(this, new Leftovers.Leftover(null, file, Files.size(file))) : null;
    }

    /** Nobody needs that file. */
    void forget(String name) {
        Path file = folder.resolve(name);
        giveDisk(Leftovers.size(file));
        Leftovers.remove(file);
    }

    /** Seconds since the epoch, UTC. */
    long now() {
        return clock.instant().getEpochSecond();
    }

    /** One that is not there, whatever the clock said to the process before this one. */
    Path newFile() {
        Path file;
        do file = folder.resolve(Long.toString(names.incrementAndGet(), 36));
        while (Files.exists(file));
        return file;
    }

    /** @return false when the bytes have to go to disk */
    boolean takeMemory(long bytes) {
        if (memory.addAndGet(bytes) <= memoryLimit) return true;
        memory.addAndGet(-bytes);
        return false;
    }

    void giveMemory(long bytes) {
        memory.addAndGet(-bytes);
    }

    /** Waits a second at most. @return whether there is room for them */
    boolean enqueue(int bytes) throws InterruptedException {
        return queue.tryAcquire(permits(bytes), 1, TimeUnit.SECONDS);
    }

    void dequeue(int bytes) {
        queue.release(permits(bytes));
    }

    private static int permits(int bytes) {
        return bytes / PERMIT + 1;
    }

    /** Waits for room. @throws IOException when there is none for a minute */
    void takeDisk(long bytes) throws IOException {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (disk + bytes > diskLimit) {
                if (left <= 0)
                    throw new IOException("The gateway's waiting room for uploads is full; try again in a few minutes");
                left = freed.awaitNanos(left);
            }
            disk += bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for room", e);
        } finally {
            lock.unlock();
        }
    }

    void giveDisk(long bytes) {
        lock.lock();
        try {
            disk -= bytes;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes held now, in memory and on disk. */
    public long held() {
        lock.lock();
        try {
            return disk + memory.get();
        } finally {
            lock.unlock();
        }
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
