package io.peerhost.edge.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.peerhost.protocol.identity.Address;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of an agent, the edge being its HTTP/2 client. Everything here happens on the connection's event loop.
 * What is written is flushed once at the end of the loop's turn.
 */
final class Lane extends Http2EventAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long SWEEP_SECONDS = 5;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** Bytes received for slow visitors and not yet taken, of one connection. Beyond it the slowest pipe is cut. */
    private static final int BUDGET = 64 * 1024 * 1024;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;
    private final TunnelMeter meter;
    private final IdlePipes idle = new IdlePipes();
    private final Identification identification;
    private Http2ConnectionHandler handler;
    private ChannelHandlerContext ctx;
    private long held;
    private boolean flushing;

    Lane(Http2Connection connection, Identification identification, TunnelMeter meter) {
        this.connection = connection;
        this.key = connection.newKey();
        this.identification = identification;
        this.meter = meter;
        connection.addListener(this);
    }

    /** Called once the connection can be written to. */
    void started(Http2ConnectionHandler handler, ChannelHandlerContext ctx) {
        this.handler = handler;
        this.ctx = ctx;
        try {
            Http2Stream whole = connection.connectionStream();
            connection.local().flowController().incrementWindowSize(whole, Integer.MAX_VALUE - 2 * 65_535);
        } catch (Http2Exception e) {
            close("flow control: " + e.getMessage());
        }
        identification.ask(this);
        Future<?> sweeping = loop().scheduleAtFixedRate(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(_ -> sweeping.cancel(false));
        flushSoon();
    }

    EventLoop loop() {
        return ctx.channel().eventLoop();
    }

    /** The agent, once it has proved who it is. */
    Address agent() {
        return identification.agent();
    }

    /** The older a lane, the lower. */
    long number() {
        return number;
    }

    boolean active() {
        return ctx.channel().isActive();
    }

    void close(String reason) {
        LOG.info("Tunnel of agent {} from {} ends: {}", agent(), ctx.channel().remoteAddress(), reason);
        ctx.close();
    }

    /** Sends a request without a body; what answers it goes to {@link Identification}. */
    void ask(Http2Headers headers) {
        int id = connection.local().incrementAndGetNextStreamId();
        handler.encoder().writeHeaders(ctx, id, headers, 0, true, ctx.newPromise());
    }

    void open(Pipe pipe) {
        PipeStream stream = idle.take(pipe.target());
        if (stream == null) stream = connect(pipe.target());
        if (stream == null) pipe.closed(PipeEnd.REFUSED);
        else stream.attach(pipe);
    }

    private PipeStream connect(PipeTarget target) {
        if (!ctx.channel().isActive() || !connection.local().canOpenStream()) return null;
        int id = connection.local().incrementAndGetNextStreamId();
        Http2Headers headers = new DefaultHttp2Headers().method("CONNECT").authority(target.authority());
        handler.encoder().writeHeaders(ctx, id, headers, 0, false, ctx.newPromise());
        Http2Stream stream = connection.stream(id);
        if (stream == null) return null;
        PipeStream made = new PipeStream(target, stream);
        stream.setProperty(key, made);
        return made;
    }

    void write(Pipe pipe, ByteBuf data) {
        if (pipe.stream == null) {
            data.release();
            return;
        }
        int bytes = data.readableBytes();
        ChannelPromise sent = ctx.newPromise();
        sent.addListener(_ -> pipe.sent(bytes));
        handler.encoder().writeData(ctx, pipe.stream.id(), data, 0, false, sent);
        flushSoon();
    }

    void consumed(Pipe pipe, int bytes) {
        if (pipe.stream != null) consumed(pipe.stream, bytes);
    }

    private void consumed(PipeStream stream, int bytes) {
        int given = Math.min(bytes, stream.held);
        stream.held -= given;
        held -= given;
        try {
            if (connection.local().flowController().consumeBytes(stream.stream, given)) flushSoon();
        } catch (Http2Exception e) {
            close("flow control: " + e.getMessage());
        }
    }

    void end(Pipe pipe, boolean reusable) {
        PipeStream stream = pipe.stream;
        if (stream == null) return;
        stream.detach();
        consumed(stream, stream.held);
        if (reusable) idle.put(stream, System.nanoTime());
        else reset(stream);
    }

    private void reset(PipeStream stream) {
        handler.resetStream(ctx, stream.id(), Http2Error.CANCEL.code(), ctx.newPromise());
        flushSoon();
    }

    private void flushSoon() {
        if (flushing) return;
        flushing = true;
        loop().execute(() -> {
            flushing = false;
            handler.flush(ctx);
        });
    }

    private void sweep() {
        idle.expired(System.nanoTime() - IDLE_NANOS).forEach(this::reset);
        handler.encoder().writePing(ctx, false, System.nanoTime(), ctx.newPromise());
        flushSoon();
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end) {
        onHeadersRead(context, id, headers, padding, end);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean end) {
        PipeStream stream = stream(id);
        if (stream == null) identification.answered(this, headers);
        else if (!"200".contentEquals(headers.status())) stream.refused = true;
        if (stream != null && (end || stream.refused)) ended(stream);
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end) {
        PipeStream stream = stream(id);
        int bytes = data.readableBytes();
        if (stream == null || stream.pipe == null) {
            // Nobody asked: what comes after an answer could be taken for the next one.
            if (stream != null) ended(stream);
            return bytes + padding;
        }
        held += bytes;
        stream.held += bytes;
        if (bytes > 0 && stream.pipe.metered()) meter.egress(stream.target.lease(), bytes);
        if (bytes > 0) stream.pipe.received(data);
        if (end) ended(stream);
        else if (held > BUDGET) cutSlowest();
        return padding;
    }

    private void cutSlowest() {
        PipeStream[] slowest = new PipeStream[1];
        try {
            connection.forEachActiveStream(each -> {
                PipeStream stream = each.getProperty(key);
                if (stream != null && (slowest[0] == null || stream.held > slowest[0].held)) slowest[0] = stream;
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        LOG.warn("Agent {}: too much is waiting for slow visitors, the slowest is cut", agent());
        reset(slowest[0]);
    }

    private void ended(PipeStream stream) {
        idle.remove(stream);
        Pipe pipe = stream.pipe;
        stream.detach();
        reset(stream);
        if (pipe != null) pipe.closed(stream.refused ? PipeEnd.REFUSED : PipeEnd.CLOSED);
    }

    @Override
    public void onStreamClosed(Http2Stream closed) {
        PipeStream stream = closed.getProperty(key);
        if (stream == null) return;
        held -= stream.held;
        stream.held = 0;
        idle.remove(stream);
        Pipe pipe = stream.pipe;
        stream.detach();
        if (pipe != null) pipe.closed(PipeEnd.BROKEN);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int last, long error, ByteBuf reason) {
        close("the agent said " + error + " " + reason.toString(StandardCharsets.UTF_8));
    }

    private PipeStream stream(int id) {
        Http2Stream stream = connection.stream(id);
        return stream == null ? null : stream.getProperty(key);
    }
}
