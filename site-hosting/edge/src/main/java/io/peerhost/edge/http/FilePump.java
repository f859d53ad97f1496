package io.peerhost.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Writes a part of a file piece by piece, as fast as the visitor takes it. */
final class FilePump {
    private static final int PIECE = 64 * 1024;

    private final Visit visit;
    private final FileChannel channel;
    private final Runnable sent;
    private long position;
    private long left;
    private boolean going;
    private boolean over;

    FilePump(Visit visit, FileChannel channel, long position, long count, Runnable sent) {
        this.visit = visit;
        this.channel = channel;
        this.position = position;
        this.left = count;
        this.sent = sent;
    }

    void go() {
        if (going || over) return;
        going = true;
        try {
            while (left > 0 && visit.writable()) piece();
        } catch (IOException e) {
            over = true;
            visit.abort();
            sent.run();
            return;
        } finally {
            going = false;
        }
        if (left > 0) return;
        over = true;
        sent.run();
    }

    /** The visitor left. */
    void stop() {
        if (over) return;
        over = true;
        sent.run();
    }

    private void piece() throws IOException {
        int wanted = (int) Math.min(PIECE, left);
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(wanted);
        int read;
        try {
            read = buffer.writeBytes(channel, position, wanted);
            if (read <= 0) throw new IOException("The file ended before its time");
        } catch (IOException e) {
            buffer.release();
            throw e;
        }
        position += read;
        left -= read;
        visit.write(buffer);
    }
}
