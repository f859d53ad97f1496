package io.peerhost.gateway.draft;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.upload.Incoming;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;

/**
 * An open file of a draft. Closing it hands a written content on; after {@link #cutOff()} or a write that failed it stays
 * half written, to be gone on with. Safe for several threads.
 */
public final class DraftFile implements SeekableByteChannel {
    private static final Duration STORING = Duration.ofMinutes(10);
    private static final int PIECE = 256 * 1024;

    /** @param create make it when it is not there; @param fresh fail when it is; @param truncate start from nothing */
    public record Mode(boolean write, boolean create, boolean fresh, boolean truncate, boolean append) {
        public static final Mode READ = new Mode(false, false, false, false, false);
    }

    private final Visit visit;
    private final Draft draft;
    private final Contents contents;
    private final FileNode file;
    private final Mode mode;
    private ContentReader reader;
    private long position;
    private boolean open = true;
    private boolean cutOff;
    private boolean failed;

    DraftFile(Visit visit, String path, Mode mode) throws IOException {
        this.visit = visit;
        this.draft = visit.draft();
        this.contents = draft.contents();
        this.mode = mode;
        this.file = mode.write() ? contents.openToWrite(path, mode) : contents.open(path);
        if (mode.write()) visit.fileOpened();
        else if (file.content() != null) reader = draft.reader(file, file.content());
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        checkOpen();
        int count = read(position, target);
        if (count > 0) position += count;
        return count;
    }

    private int read(long at, ByteBuffer target) throws IOException {
        byte[] bytes = target.hasArray() ? target.array() : new byte[target.remaining()];
        int offset = target.hasArray() ? target.arrayOffset() + target.position() : 0;
        int count = read(at, bytes, offset, target.remaining());
        if (count <= 0) return count;
        if (target.hasArray()) target.position(target.position() + count);
        else target.put(bytes, 0, count);
        return count;
    }

    private int read(long at, byte[] bytes, int offset, int length) throws IOException {
        Incoming incoming = file.writing();
        if (incoming != null) {
            try {
                return incoming.read(at, bytes, offset, length);
            } catch (IOException e) {
                if (file.writing() == incoming) throw e;
            }
        }
        Content content = file.content();
        if (content == null) return -1;
        if (reader == null) reader = draft.reader(file, content);
        return reader.read(at, bytes, offset, length);
    }

    @Override
    public synchronized int write(ByteBuffer source) throws IOException {
        checkWritable();
        int length = source.remaining();
        byte[] bytes;
        int offset = 0;
        if (source.hasArray()) {
            bytes = source.array();
            offset = source.arrayOffset() + source.position();
        } else {
            bytes = new byte[length];
            source.duplicate().get(bytes);
        }
        try {
            position = write(bytes, offset, length) + length;
        } catch (IOException e) {
            failed = true;
            throw e;
        }
        source.position(source.limit());
        visit.touched();
        return length;
    }

    /** @return where it was written */
    private long write(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            Incoming incoming = contents.writing(file);
            long at = mode.append() ? incoming.size() : position;
            contents.reserve(file, Math.addExact(at, length));
            if (incoming.write(at, bytes, offset, length)) return at;
        }
    }

    @Override
    public synchronized SeekableByteChannel truncate(long size) throws IOException {
        checkWritable();
        if (size == size()) return this;
        Incoming incoming = contents.writing(file);
        contents.reserve(file, size);
        incoming.truncate(size);
        file.reserved(size);
        position = Math.min(position, size);
        visit.touched();
        return this;
    }

    /** Writes {@code length} bytes of {@code source}, or all up to its end, to {@code at}. */
    public void copyFrom(DraftFile source, long start, long length, long at) throws IOException {
        byte[] piece = new byte[PIECE];
        long done = 0;
        while (done < length) {
            int count = source.readAt(start + done, piece, (int) Math.min(PIECE, length - done));
            if (count <= 0) return;
            writeAt(at + done, piece, count);
            done += count;
        }
    }

    private synchronized int readAt(long at, byte[] piece, int length) throws IOException {
        checkOpen();
        return read(at, piece, 0, length);
    }

    private synchronized void writeAt(long at, byte[] piece, int length) throws IOException {
        position = at;
        write(ByteBuffer.wrap(piece, 0, length));
    }

    /** What it is, wherever it stands now. */
    public Entry stat() {
        return new Entry(file.name(), false, file.size(), file.modified());
    }

    /** @param modified seconds since the epoch, UTC */
    public void touch(long modified) throws IOException {
        visit.check();
        draft.touch(file, modified);
        visit.touched();
    }

    public boolean isWritable() {
        return mode.write();
    }

    /** Makes what was written so far the file's content and waits until it is stored. */
    public synchronized void sync() throws IOException {
        if (!mode.write()) return;
        checkWritable();
        contents.finish(file);
        draft.settle(STORING);
        visit.check();
    }

    /** The connection broke: what was written stays, unfinished. */
    public synchronized void cutOff() throws IOException {
        cutOff = true;
        close();
    }

    @Override
    public synchronized void close() throws IOException {
        if (!open) return;
        open = false;
        if (reader != null) reader.close();
        if (!mode.write()) return;
        visit.fileClosed();
        contents.closed(file, !cutOff && !failed);
        if (failed) throw new IOException("Not all of it was written");
        if (!cutOff) visit.check();
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized SeekableByteChannel position(long at) {
        position = at;
        return this;
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }

    private void checkOpen() throws IOException {
        if (!open) throw new ClosedChannelException();
    }

    private void checkWritable() throws IOException {
        checkOpen();
        if (!mode.write()) throw new NonWritableChannelException();
        visit.check();
    }
}
