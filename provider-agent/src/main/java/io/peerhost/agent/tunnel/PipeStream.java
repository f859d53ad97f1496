package io.peerhost.agent.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.peerhost.protocol.identity.Bytes32;
import java.util.function.IntConsumer;

/** One CONNECT stream as its {@link PipeEnd} sees it. On the lane's event loop only. */
final class PipeStream {
    private final Bytes32 lease;
    private final Http2Stream stream;
    private final EdgeConnection.Sender sender;
    private final TunnelMeter meter;
    private boolean closed;

    PipeStream(Bytes32 lease, Http2Stream stream, EdgeConnection.Sender sender, TunnelMeter meter) {
        this.lease = lease;
        this.stream = stream;
        this.sender = sender;
        this.meter = meter;
    }

    EventLoop loop() {
        return sender.loop();
    }

    /** Takes {@code data}; {@code sent} hears the number of bytes once they have left (or never will). */
    void send(ByteBuf data, IntConsumer sent) {
        int bytes = data.readableBytes();
        if (closed || bytes == 0) {
            data.release();
            if (bytes > 0) sent.accept(bytes);
            return;
        }
        meter.egress(lease, bytes);
        sender.data(stream.id(), data, false, _ -> sent.accept(bytes));
    }

    void consumed(int bytes) {
        if (!closed) sender.consumed(stream, bytes);
    }

    /** Ends this side: what was sent still arrives. */
    void end() {
        if (!closed) sender.data(stream.id(), Unpooled.EMPTY_BUFFER, true, _ -> {});
    }

    void reset(Http2Error error) {
        if (!closed) sender.reset(stream.id(), error);
    }

    void streamClosed() {
        closed = true;
    }
}
