package io.peerhost.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.SslHandler;
import io.peerhost.edge.wire.Fields;
import io.peerhost.edge.wire.RequestHead;
import java.nio.channels.FileChannel;

/** One request and its answer on a stream of an HTTP/2 connection. */
final class Http2Visit extends Visit {
    /** The usual longest of HTTP/2. */
    private static final int FRAME = 16 * 1024;

    private final ChannelHandlerContext ctx;
    private final boolean bodyless;
    private final long length;
    private BodyListener listener;
    private VisitWatcher watcher;
    private FilePump pump;
    private long left;
    private boolean started;
    private boolean ended;
    private boolean gone;
    private boolean bodyEnded;
    private boolean bodiless;
    private int untaken;
    private long unsent;
    private long moved = System.nanoTime();
    private ByteBuf early;

    Http2Visit(ChannelHandlerContext ctx, RequestHead head, String host, boolean bodyless, long length) {
        super(head, host);
        this.ctx = ctx;
        this.bodyless = bodyless;
        this.bodyEnded = bodyless;
        this.length = length;
    }

    @Override
    public String scheme() {
        return ctx.channel().parent().pipeline().get(SslHandler.class) == null ? "http" : "https";
    }

    @Override
    public String remote() {
        return Remotes.of(ctx.channel().parent());
    }

    @Override
    public EventLoop loop() {
        return ctx.channel().eventLoop();
    }

    @Override
    public boolean hasBody() {
        return !bodyless;
    }

    @Override
    public long bodyLength() {
        return bodyless ? 0 : length;
    }

    @Override
    public void body(BodyListener taker) {
        listener = taker;
        if (early != null) {
            ByteBuf waiting = early;
            early = null;
            taker.data(waiting);
            waiting.release();
        }
        if (bodyEnded) taker.end();
        throttle();
    }

    void received(Http2DataFrame frame) {
        ByteBuf data = frame.content();
        moved = System.nanoTime();
        untaken += data.readableBytes();
        bodyEnded |= frame.isEndStream();
        if (ended || gone) untaken = 0;
        else if (listener != null) listener.data(data);
        else if (data.isReadable()) early = early == null ? data.copy() : early.writeBytes(data);
        if (bodyEnded && listener != null && !ended && !gone) listener.end();
        throttle();
    }

    /** Trailers end a body too. */
    void bodyEnd() {
        if (bodyEnded) return;
        bodyEnded = true;
        if (listener != null && !ended && !gone) listener.end();
        throttle();
    }

    private void throttle() {
        ctx.channel().config().setAutoRead(ended || gone || bodyEnded || untaken < 64 * 1024);
    }

    @Override
    public void consumed(int bytes) {
        untaken -= Math.min(bytes, untaken);
        moved = System.nanoTime();
        throttle();
    }

    @Override
    public void watch(VisitWatcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public void start(int status, Fields fields, long length) {
        if (started || gone) return;
        started = true;
        bodiless = isHead() || status < 200 || status == 204 || status == 304;
        left = bodiless ? 0 : length < 0 ? Long.MAX_VALUE : length;
        if (length >= 0 && status >= 200 && status != 204 && status != 304)
            fields.set("content-length", Long.toString(length));
        headers(status, fields, false);
    }

    private void headers(int status, Fields fields, boolean end) {
        Http2Headers headers = new DefaultHttp2Headers(false).status(Integer.toString(status));
        fields.forEach((name, value) -> headers.add(name, value));
        if (!fields.has("date")) headers.add("date", Http1Text.dateText());
        ctx.write(new DefaultHttp2HeadersFrame(headers, end));
        ctx.flush();
    }

    @Override
    public boolean started() {
        return started;
    }

    @Override
    public void write(ByteBuf data) {
        int bytes = data.readableBytes();
        if (!open() || bodiless || bytes == 0 || bytes > left) {
            data.release();
            if (open() && !bodiless && bytes > left) abort();
            return;
        }
        if (left != Long.MAX_VALUE) left -= bytes;
        send(data, false);
    }

    /** In frames of their own, so that a slow visitor is seen to take them. */
    private void send(ByteBuf data, boolean end) {
        while (data.readableBytes() > FRAME) frame(data.readRetainedSlice(FRAME), false);
        frame(data, end);
        ctx.flush();
    }

    private void frame(ByteBuf data, boolean end) {
        int bytes = data.readableBytes();
        unsent += bytes;
        ctx.write(new DefaultHttp2DataFrame(data, end)).addListener(_ -> {
            unsent -= bytes;
            moved = System.nanoTime();
        });
    }

    /** Whether its visitor has neither sent nor taken anything for longer than {@code limit}, while it is waited for. */
    boolean stalled(long nanos, long limit) {
        boolean awaitsBody = !bodyEnded && !ended && listener != null && untaken == 0;
        if (unsent == 0 && !awaitsBody) moved = nanos;
        return nanos - moved > limit;
    }

    ChannelHandlerContext ctx() {
        return ctx;
    }

    @Override
    public void file(FileChannel channel, long position, long count, Runnable sent) {
        if (!open() || bodiless) {
            sent.run();
            return;
        }
        pump = new FilePump(this, channel, position, count, sent);
        pump.go();
    }

    @Override
    public void end() {
        if (!open()) return;
        if (left != 0 && left != Long.MAX_VALUE) {
            abort();
            return;
        }
        finish();
        ctx.write(new DefaultHttp2DataFrame(true));
        ctx.flush();
    }

    @Override
    public void answer(Prepared prepared) {
        if (started || gone) return;
        started = true;
        boolean body = !isHead() && prepared.body().isReadable();
        headers(prepared.status(), prepared.fields(), !body);
        if (body) send(prepared.body().duplicate(), true);
        finish();
    }

    private void finish() {
        ended = true;
        dropEarly();
        throttle();
    }

    @Override
    public void abort() {
        if (ended || gone) return;
        finish();
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
    }

    @Override
    public boolean writable() {
        return ctx.channel().isWritable();
    }

    void becameWritable() {
        if (!writable()) return;
        if (pump != null) pump.go();
        if (watcher != null && !ended) watcher.writable();
    }

    @Override
    public boolean upgradable() {
        return false;
    }

    @Override
    public void upgrade(Fields fields, BodyListener listener) {
        throw new IllegalStateException("HTTP/2 has no upgrade");
    }

    void leave() {
        dropEarly();
        if (gone) return;
        gone = true;
        if (pump != null) pump.stop();
        if (watcher != null && !ended) watcher.gone();
    }

    private void dropEarly() {
        if (early != null) early.release();
        early = null;
    }

    private boolean open() {
        return started && !ended && !gone;
    }
}
