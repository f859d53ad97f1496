package io.peerhost.gateway.upload;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A content while it is being written. Beyond a small size a second thread, fed by a bounded queue, hashes and spools the
 * bytes, so that the connection's thread only decrypts. Written in order, the hash is ready at the end; written
 * otherwise, the bytes are read once more. A failure of the second thread is thrown by the next call.
 */
public final class Incoming {
    private static final int QUEUED = 64;
    private static final int PIECE = 256 * 1024;

    private record Piece(long position, byte[] bytes) {
        static final Piece END = new Piece(-1, new byte[0]);
    }

    private final Spool spool;
    private final Scratch scratch;
    private final MessageDigest digest = Hash.sha256();
    private final BlockingQueue<Piece> queue = new ArrayBlockingQueue<>(QUEUED);
    private volatile long size;
    private long hashed;
    private Thread drain;
    private boolean over;
    private volatile IOException failure;

    public Incoming(Spool spool) {
        this.spool = spool;
        this.scratch = new Scratch(spool);
    }

    /** One that was begun before this process; see {@link #note()}. */
    Incoming(Spool spool, Leftovers.Leftover leftover) throws IOException {
        this.spool = spool;
        this.scratch = new Scratch(spool, leftover);
        this.size = leftover.size();
        unhash();
    }

    public long size() {
        return size;
    }

    /** Says what this is, should the gateway end before it is finished. */
    public void note(UUID site, String path, long modified) throws IOException {
        scratch.note(new Note(site, path, modified, spool.now()));
    }

    /** It belongs to no path any more. */
    public void unnote() throws IOException {
        scratch.unnote();
    }

    /** @return null when nothing was said */
    public Note note() {
        return scratch.note();
    }

    /** @return false when it was finished or discarded meanwhile: the bytes belong to what came in its place */
    public synchronized boolean write(long position, byte[] bytes, int offset, int length) throws IOException {
        if (over) return false;
        check();
        if (position < 0) throw new IOException("A place before the file's beginning");
        size = Math.max(size, Math.addExact(position, length));
        if (drain == null && size <= Spool.SMALL) {
            take(position, bytes, offset, length);
            return true;
        }
        if (drain == null) drain = Thread.ofPlatform().daemon().name("spool").start(this::drain);
        for (int done = 0; done < length; done += PIECE) {
            int count = Math.min(PIECE, length - done);
            byte[] copy = new byte[count];
            System.arraycopy(bytes, offset + done, copy, 0, count);
            put(new Piece(position + done, copy));
        }
        return true;
    }

    /** @return bytes read, -1 at the end */
    public synchronized int read(long position, byte[] bytes, int offset, int length) throws IOException {
        settle();
        return scratch.read(position, bytes, offset, length);
    }

    public synchronized void truncate(long length) throws IOException {
        settle();
        if (length < hashed) unhash();
        scratch.truncate(length);
        size = length;
    }

    /** No write follows. */
    public synchronized LocalBlob finish() throws IOException {
        settle();
        over = true;
        if (hashed != size) return new LocalBlob(hashAll(), size, scratch);
        return new LocalBlob(Hash.of(digest.digest()), size, scratch);
    }

    /** Nobody writes for now; what was not spooled is as if it had never come. What came is kept on disk. */
    public synchronized void pause() throws IOException {
        settle();
        size = scratch.size();
        scratch.toDisk();
    }

    public synchronized void discard() {
        over = true;
        stop();
        scratch.discard();
    }

    private void drain() {
        try {
            for (Piece piece = queue.take(); piece != Piece.END; piece = queue.take()) {
                if (failure == null) keep(piece);
                spool.dequeue(piece.bytes().length);
            }
        } catch (InterruptedException e) {
            failure = new IOException("Interrupted while spooling", e);
        }
    }

    private void keep(Piece piece) {
        try {
            take(piece.position(), piece.bytes(), 0, piece.bytes().length);
        } catch (IOException e) {
            failure = e;
        } catch (UncheckedIOException e) {
            failure = e.getCause();
        }
    }

    private void take(long position, byte[] bytes, int offset, int length) throws IOException {
        if (position == hashed) {
            digest.update(bytes, offset, length);
            hashed += length;
        } else if (position < hashed) {
            unhash();
        }
        scratch.write(position, bytes, offset, length);
    }

    /** What was hashed is no longer a beginning of the content. */
    private void unhash() {
        digest.reset();
        hashed = -1;
    }

    private Hash hashAll() throws IOException {
        digest.reset();
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, size))];
        long at = 0;
        for (int count = scratch.read(0, piece, 0, piece.length);
                count > 0;
                count = scratch.read(at, piece, 0, piece.length)) {
            digest.update(piece, 0, count);
            at += count;
        }
        return Hash.of(digest.digest());
    }

    private void settle() throws IOException {
        stop();
        check();
    }

    private void stop() {
        if (drain == null) return;
        boolean interrupted = false;
        while (drain.isAlive()) {
            try {
                if (queue.offer(Piece.END, 1, TimeUnit.SECONDS)) drain.join();
            } catch (InterruptedException e) {
                // What was accepted has to be spooled, whoever wants this thread to end.
                interrupted = true;
            }
        }
        for (Piece left = queue.poll(); left != null; left = queue.poll())
            if (left != Piece.END) spool.dequeue(left.bytes().length);
        drain = null;
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void put(Piece piece) throws IOException {
        try {
            while (!spool.enqueue(piece.bytes().length)) check();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        boolean queued = false;
        try {
            while (!(queued = queue.offer(piece, 1, TimeUnit.SECONDS))) check();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            if (!queued) spool.dequeue(piece.bytes().length);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("Interrupted while spooling", e);
    }

    private void check() throws IOException {
        if (failure != null) throw failure;
    }
}
