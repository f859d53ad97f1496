package io.peerhost.gateway.upload;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Bytes of one content, read and written at any place: an array while they are few, then a file of the {@link Spool}.
 * Gaps read as zeros. A file stays when the process ends, if there is a {@link Note} of it. Safe for several threads. Files are used without channels, which an interrupt would close.
 */
final class Scratch {
    private final Spool spool;
    private byte[] memory = new byte[0];
    private long reserved;
    private Path path;
    private RandomAccessFile file;
    private long size;
    private boolean gone;
    private Note note;

    Scratch(Spool spool) {
        this.spool = spool;
    }

    /** A file that was here before; its bytes count for the spool already. */
    Scratch(Spool spool, Leftovers.Leftover leftover) throws IOException {
        this.spool = spool;
        path = leftover.file();
        file = new RandomAccessFile(path.toFile(), "rw");
        size = leftover.size();
        reserved = size;
        note = leftover.note();
        memory = null;
    }

    /** What it is, should the process end while it is here. */
    synchronized void note(Note what) throws IOException {
        if (gone) return;
        note = what;
        if (path != null) Leftovers.write(path, what);
    }

    /** Nobody is to go on with it, or the {@link Journal} knows of it. */
    synchronized void unnote() {
        if (note != null && path != null) Leftovers.forget(path);
        note = null;
    }

    synchronized Note note() {
        return note;
    }

    /** Name of its file in the spool; null while the bytes are in {@link #memory}. */
    synchronized String fileName() {
        return path == null ? null : path.getFileName().toString();
    }

    /** The bytes themselves, from the array's beginning; not to be changed. */
    synchronized byte[] memory() {
        return memory;
    }

    /** It is to outlive the process, however small. */
    synchronized void toDisk() throws IOException {
        check();
        if (file == null) toFile();
    }

    synchronized long size() {
        return size;
    }

    synchronized void write(long position, byte[] bytes, int offset, int length) throws IOException {
        check();
        long end = Math.addExact(position, length);
        if (end > size) grow(end);
        if (file == null) {
            System.arraycopy(bytes, offset, memory, (int) position, length);
        } else put(file, position, bytes, offset, length);
        size = Math.max(size, end);
    }

    /** @return bytes read, -1 at the end */
    synchronized int read(long position, byte[] bytes, int offset, int length) throws IOException {
        check();
        if (position >= size) return -1;
        int count = (int) Math.min(length, size - position);
        if (file == null) {
            System.arraycopy(memory, (int) position, bytes, offset, count);
        } else {
            file.seek(position);
            file.readFully(bytes, offset, count);
        }
        return count;
    }

    synchronized void truncate(long length) throws IOException {
        check();
        if (length > size) grow(length);
        if (file != null) {
            file.setLength(length);
            if (length < size) giveBack(length);
        } else if (length < size) {
            Arrays.fill(memory, (int) length, (int) size, (byte) 0);
        }
        size = length;
    }

    /** The bytes are not needed any more; reading fails from now on. */
    synchronized void discard() {
        if (gone) return;
        gone = true;
        if (path == null) {
            spool.giveMemory(reserved);
        } else {
            close();
            Leftovers.remove(path);
            spool.giveDisk(reserved);
        }
        memory = null;
    }

    private void grow(long end) throws IOException {
        if (file == null) {
            if (end <= memory.length) return;
            if (end <= Spool.SMALL && resize((int) end)) return;
            toFile();
        }
        if (end > reserved) {
            // In steps, so that a stream of small writes does not fight for the lock of the whole spool.
            long step = Math.max(end - reserved, Math.min(8L << 20, end));
            spool.takeDisk(step);
            reserved += step;
        }
    }

    private boolean resize(int end) {
        int length = Math.min(Spool.SMALL, Math.max(end, memory.length * 2));
        if (!spool.takeMemory(length - memory.length)) return false;
        reserved = length;
        memory = Arrays.copyOf(memory, length);
        return true;
    }

    private void toFile() throws IOException {
        spool.takeDisk(size);
        Path fresh = spool.newFile();
        try {
            file = written(fresh);
        } catch (IOException e) {
            Leftovers.remove(fresh);
            spool.giveDisk(size);
            throw e;
        }
        path = fresh;
        spool.giveMemory(reserved);
        reserved = size;
        memory = null;
        if (note != null) Leftovers.write(path, note);
    }

    private RandomAccessFile written(Path fresh) throws IOException {
        RandomAccessFile opened = new RandomAccessFile(fresh.toFile(), "rw");
        try {
            put(opened, 0, memory, 0, (int) size);
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    private static void put(RandomAccessFile file, long position, byte[] bytes, int offset, int length)
            throws IOException {
        try {
            file.seek(position);
            file.write(bytes, offset, length);
        } catch (IOException e) {
            throw new IOException(
                    "The gateway cannot keep this now (" + e.getMessage() + "); send it again in a few minutes", e);
        }
    }

    private void giveBack(long length) {
        if (length >= reserved) return;
        spool.giveDisk(reserved - length);
        reserved = length;
    }

    private void check() throws IOException {
        if (gone) throw new IOException("These bytes are not held here any more");
    }

    private void close() {
        try {
            file.close();
        } catch (IOException e) {
            // It is removed next; nothing of it is needed.
            gone = true;
        }
    }
}
