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
import java.util.ArrayList;
import java.util.List;
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

    /** Without a byte taken, when there is no more room for what waits: who takes what comes, however slowly, is not cut. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;
    private final TunnelMeter meter;
    private final Windows windows;
    private final IdlePipes idle = new IdlePipes();
    private final Identification identification;
    private Http2ConnectionHandler handler;
    private ChannelHandlerContext ctx;
    private boolean flushing;
    private long lookedAt = System.nanoTime();

    Lane(Http2Connection connection, Identification identification, TunnelMeter meter, Windows windows) {
        this.connection = connection;
        this.key = connection.newKey();
        this.identification = identification;
        this.meter = meter;
        this.windows = windows;
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
        PipeStream stream = pooled(pipe.target());
        if (stream == null) stream = connect(pipe.target());
        if (stream == null) {
            pipe.closed(PipeEnd.REFUSED);
            return;
        }
        stream.attach(pipe);
        widen(stream);
    }

    private PipeStream pooled(PipeTarget target) {
        PipeStream stream = idle.take(target);
        if (stream == null || !stream.wide || windows.take()) return stream;
        // Its agent may send a wide window's bytes, and there is no room for them now.
        reset(stream);
        return null;
    }

    private void widen(PipeStream stream) {
        if (stream.wide || !windows.take()) return;
        stream.wide = true;
        try {
            connection.local().flowController().incrementWindowSize(stream.stream, Windows.WIDE - Windows.SMALL);
            flushSoon();
        } catch (Http2Exception e) {
            close("flow control: " + e.getMessage());
        }
    }

    private void detach(PipeStream stream) {
        if (stream.pipe != null && stream.wide) windows.give();
        stream.detach();
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
        if (pipe.stream == null) return;
        consumed(pipe.stream, bytes);
        widen(pipe.stream);
    }

    private void consumed(PipeStream stream, int bytes) {
        int given = Math.min(bytes, stream.held);
        stream.held -= given;
        stream.waitsSince = System.nanoTime();
        windows.came(-given);
        try {
            if (connection.local().flowController().consumeBytes(stream.stream, given)) flushSoon();
        } catch (Http2Exception e) {
            close("flow control: " + e.getMessage());
        }
    }

    void end(Pipe pipe, boolean reusable) {
        PipeStream stream = pipe.stream;
        if (stream == null) return;
        detach(stream);
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
        windows.came(bytes);
        if (stream.held == 0) stream.waitsSince = System.nanoTime();
        stream.held += bytes;
        if (bytes > 0 && stream.pipe.metered()) meter.egress(stream.target.lease(), bytes);
        if (bytes > 0) stream.pipe.received(data);
        if (end) ended(stream);
        else if (windows.exceeded()) cutStalled();
        return padding;
    }

    private void cutStalled() {
        long now = System.nanoTime();
        if (now - lookedAt < LOOK_NANOS) return;
        lookedAt = now;
        List<PipeStream> stalled = new ArrayList<>();
        try {
            connection.forEachActiveStream(each -> {
                PipeStream stream = each.getProperty(key);
                if (stream != null && stream.held > 0 && now - stream.waitsSince > STALLED_NANOS) stalled.add(stream);
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        if (!stalled.isEmpty())
            LOG.warn("Agent {}: too much waits, {} visitors who take nothing are cut", agent(), stalled.size());
        stalled.forEach(this::reset);
    }

    private void ended(PipeStream stream) {
        idle.remove(stream);
        Pipe pipe = stream.pipe;
        detach(stream);
        reset(stream);
        if (pipe != null) pipe.closed(stream.refused ? PipeEnd.REFUSED : PipeEnd.CLOSED);
    }

    @Override
    public void onStreamClosed(Http2Stream closed) {
        PipeStream stream = closed.getProperty(key);
        if (stream == null) return;
        windows.came(-stream.held);
        stream.held = 0;
        idle.remove(stream);
        Pipe pipe = stream.pipe;
        detach(stream);
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
