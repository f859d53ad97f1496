package io.peerhost.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.FileRegion;

/**
 * What leaves on one connection. Small pieces are gathered in one buffer, so that a small answer is one write; everything is flushed
 * once for each turn of the event loop.
 */
final class Output {
    /** A piece up to here costs less to copy than to write by itself. */
    private static final int SMALL = 4 * 1024;

    private static final int FIRST = 1024;
    private static final int MOST = 32 * 1024;

    private final ChannelHandlerContext ctx;
    private ByteBuf gathered;
    private boolean flushing;

    Output(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /** A buffer for {@code bytes} more, to be written into at once. */
    ByteBuf room(int bytes) {
        if (gathered != null && gathered.readableBytes() + bytes > MOST) push();
        if (gathered == null) gathered = ctx.alloc().directBuffer(Math.max(bytes, FIRST));
        return gathered.ensureWritable(bytes);
    }

    /** Takes {@code data}. */
    void write(ByteBuf data) {
        int bytes = data.readableBytes();
        if (bytes > SMALL) {
            push();
            ctx.write(data);
        } else {
            room(bytes).writeBytes(data);
            data.release();
        }
    }

    /** An answer after which the connection ends. */
    void writeLast(Prepared answer) {
        room(answer.head().length + 128)
                .writeBytes(answer.head())
                .writeBytes(Http1Text.dateLine())
                .writeBytes(Http1Visit.CLOSE)
                .writeShort(0x0d0a);
        write(answer.body().duplicate());
    }

    ChannelFuture write(FileRegion region) {
        push();
        return ctx.write(region);
    }

    private void push() {
        if (gathered == null) return;
        ByteBuf full = gathered;
        gathered = null;
        ctx.write(full);
    }

    void flush() {
        push();
        ctx.flush();
    }

    void flushSoon() {
        if (flushing) return;
        flushing = true;
        ctx.executor().execute(() -> {
            flushing = false;
            flush();
        });
    }

    /** The connection is gone. */
    void drop() {
        if (gathered != null) gathered.release();
        gathered = null;
    }
}
