package io.peerhost.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.peerhost.edge.http.BodyListener;
import io.peerhost.edge.http.Visit;
import io.peerhost.edge.tunnel.Pipe;

/**
 * A request's body on its way to a replica. Its beginning is kept, so that a replica that refused may be followed by
 * another.
 */
final class RequestBody implements BodyListener {
    private static final int KEPT = 64 * 1024;

    private final Visit visit;
    private final boolean chunked;
    private Pipe pipe;
    private ByteBuf kept = Unpooled.EMPTY_BUFFER;
    private boolean tooLongToRepeat;
    private boolean asked;
    private boolean ended;

    RequestBody(Visit visit) {
        this.visit = visit;
        this.chunked = visit.bodyLength() < 0;
        this.ended = !visit.hasBody();
    }

    /** Sends what there is, and what comes, down this pipe. */
    void to(Pipe next) {
        pipe = next;
        if (kept.isReadable()) send(kept.retainedDuplicate());
        if (asked && ended) finish();
        if (asked || ended) return;
        asked = true;
        visit.body(this);
    }

    boolean repeatable() {
        return !tooLongToRepeat;
    }

    /** Whether all of it has been handed to the pipe. */
    boolean sent() {
        return ended;
    }

    /** The pipe is gone: what comes is kept for the next. */
    void detach() {
        pipe = null;
    }

    @Override
    public void data(ByteBuf data) {
        keep(data);
        int bytes = data.readableBytes();
        if (pipe == null) visit.consumed(bytes);
        else send(data.retain());
    }

    private void send(ByteBuf data) {
        int bytes = data.readableBytes();
        if (!chunked) {
            pipe.write(data);
            return;
        }
        pipe.write(ProxyFields.chunkHead(bytes, ByteBufAllocator.DEFAULT));
        pipe.write(data);
        pipe.write(ByteBufUtil.writeAscii(ByteBufAllocator.DEFAULT, "\r\n"));
    }

    private void keep(ByteBuf data) {
        if (tooLongToRepeat) return;
        if (kept.readableBytes() + data.readableBytes() > KEPT) {
            drop();
            tooLongToRepeat = true;
            return;
        }
        if (!kept.isReadable()) kept = ByteBufAllocator.DEFAULT.buffer(data.readableBytes());
        kept.writeBytes(data, data.readerIndex(), data.readableBytes());
    }

    @Override
    public void end() {
        ended = true;
        if (pipe != null) finish();
    }

    private void finish() {
        if (chunked && visit.hasBody()) pipe.write(ByteBufUtil.writeAscii(ByteBufAllocator.DEFAULT, "0\r\n\r\n"));
    }

    void drop() {
        kept.release();
        kept = Unpooled.EMPTY_BUFFER;
    }
}
