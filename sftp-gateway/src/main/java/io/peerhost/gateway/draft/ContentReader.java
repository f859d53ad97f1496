package io.peerhost.gateway.draft;

import io.peerhost.gateway.upload.Incoming;
import io.peerhost.gateway.upload.SitesClient;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a finished content: from here while it is here, else from sites, a small one whole and a larger one as one stream that
 * goes on as long as it is read in order.
 */
final class ContentReader implements AutoCloseable {
    /** A gap up to this is read over instead of asking again. */
    private static final long SKIP = 256 * 1024;

    private final Content content;
    private final SitesClient sites;
    private final Whole whole;
    private boolean held;
    private byte[] small;
    private InputStream stream;
    private long at;

    /** All of a content's bytes. */
    interface Whole {
        byte[] read() throws IOException;
    }

    /** @param whole asked when the content is small */
    ContentReader(Content content, SitesClient sites, Whole whole) {
        this.content = content;
        this.sites = sites;
        this.whole = whole;
        this.held = content.local() != null && content.local().hold();
    }

    long size() {
        return content.size();
    }

    /** @return bytes read, as many as asked for unless the end comes first; -1 at the end */
    synchronized int read(long position, byte[] buffer, int offset, int length) throws IOException {
        if (position >= content.size()) return -1;
        if (held) return content.local().read(position, buffer, offset, length);
        return content.size() <= ReadAhead.SMALL
                ? small((int) position, buffer, offset, length)
                : remote(position, buffer, offset, length);
    }

    private int small(int position, byte[] buffer, int offset, int length) throws IOException {
        if (small == null) small = whole.read();
        if (small.length < content.size())
            throw new IOException("The content has " + small.length + " bytes of " + content.size());
        int count = Math.min(length, small.length - position);
        System.arraycopy(small, position, buffer, offset, count);
        return count;
    }

    private int remote(long position, byte[] buffer, int offset, int length) throws IOException {
        if (stream == null || position < at || position > at + SKIP) open(position);
        stream.skipNBytes(position - at);
        int count = stream.readNBytes(buffer, offset, length);
        at = position + count;
        if (count < length && at < content.size())
            throw new IOException("The content ended at byte " + at + " of " + content.size());
        return count == 0 && length > 0 ? -1 : count;
    }

    void copyTo(Incoming target) throws IOException {
        byte[] piece = new byte[(int) Math.min(256 * 1024, Math.max(1, content.size()))];
        long done = 0;
        for (int count = read(0, piece, 0, piece.length); count > 0; count = read(done, piece, 0, piece.length)) {
            target.write(done, piece, 0, count);
            done += count;
        }
    }

    private void open(long position) throws IOException {
        hangUp();
        stream = sites.blob(content.hash(), position);
        at = position;
    }

    @Override
    public synchronized void close() throws IOException {
        if (held) content.local().release();
        held = false;
        hangUp();
    }

    private void hangUp() throws IOException {
        if (stream == null) return;
        stream.close();
        stream = null;
    }
}
