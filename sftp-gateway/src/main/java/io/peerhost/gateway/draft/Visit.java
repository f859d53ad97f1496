package io.peerhost.gateway.draft;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One session's stay at one site: what it did there decides what is published when it leaves. A failure to store
 * something is thrown by the next call, once, and the visit remembers it.
 */
public final class Visit {
    private final Draft draft;
    private final BooleanSupplier allowed;
    private final AtomicInteger openFiles = new AtomicInteger();
    private volatile long failuresSeen;
    private volatile boolean changed;
    private volatile boolean spoiled;
    private volatile long lastChange = System.nanoTime();
    private volatile long tried;

    Visit(Draft draft, BooleanSupplier allowed) {
        this.draft = draft;
        this.allowed = allowed;
        this.failuresSeen = draft.failures();
    }

    public Draft draft() {
        return draft;
    }

    /** Whether its session may still publish. Asks others, and blocks. */
    public boolean allowed() {
        return allowed.getAsBoolean();
    }

    /** Whether it changed something that was not published since. */
    public boolean changed() {
        return changed;
    }

    /** What it changed until {@code when} (of {@link System#nanoTime()}) is published. */
    public void published(long when) {
        if (lastChange - when <= 0) changed = false;
    }

    /** @return false when the changes it has now were tried already */
    public boolean tryOnce() {
        if (tried == lastChange) return false;
        tried = lastChange;
        return true;
    }

    /** Something it sent could not be stored. */
    public boolean spoiled() {
        return spoiled || failuresSeen != draft.failures();
    }

    public int openFiles() {
        return openFiles.get();
    }

    /** Nanoseconds without a change. */
    public long idleNanos() {
        return System.nanoTime() - lastChange;
    }

    public Entry stat(String path) throws IOException {
        check();
        return draft.stat(path);
    }

    public List<Entry> list(String path) throws IOException {
        check();
        return draft.list(path);
    }

    public void makeFolder(String path) throws IOException {
        check();
        draft.makeFolder(path);
        touched();
    }

    public void removeFile(String path) throws IOException {
        check();
        draft.remove(path, false);
        touched();
    }

    public void removeFolder(String path) throws IOException {
        check();
        draft.remove(path, true);
        touched();
    }

    /** @param replace whether what stands at {@code to} may be replaced */
    public void move(String from, String to, boolean replace) throws IOException {
        check();
        draft.move(from, to, replace);
        touched();
    }

    /** @param modified seconds since the epoch, UTC */
    public void touch(String path, long modified) throws IOException {
        check();
        draft.touch(path, modified);
        touched();
    }

    public DraftFile open(String path, DraftFile.Mode mode) throws IOException {
        check();
        return new DraftFile(this, path, mode);
    }

    void fileOpened() {
        openFiles.incrementAndGet();
        touched();
    }

    void fileClosed() {
        openFiles.decrementAndGet();
        touched();
    }

    void touched() {
        changed = true;
        lastChange = System.nanoTime();
        draft.lastChange().made();
    }

    void check() throws IOException {
        long failures = draft.failures();
        if (failures == failuresSeen) return;
        failuresSeen = failures;
        spoiled = true;
        throw new IOException("What was sent before could not be stored: " + draft.failure());
    }
}
