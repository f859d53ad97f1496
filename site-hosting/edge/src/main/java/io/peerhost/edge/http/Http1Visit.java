package io.peerhost.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.peerhost.edge.wire.Fields;
import io.peerhost.edge.wire.Framing;
import io.peerhost.edge.wire.RequestHead;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** One request and its answer on an HTTP/1.1 connection. */
final class Http1Visit extends Visit {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEP = "connection: keep-alive\r\n".getBytes(StandardCharsets.US_ASCII);
    static final byte[] CLOSE = "connection: close\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LAST_CHUNK = 8;

    private final Http1Connection connection;
    private final ChannelHandlerContext ctx;
    private final Output out;
    private final Framing framing;
    private boolean keepAlive;
    private BodyListener listener;
    private VisitWatcher watcher;
    private FilePump pump;
    private long received;
    private long left;
    private boolean bodyEnded;
    private boolean started;
    private boolean ended;
    private boolean gone;
    private boolean chunked;
    private boolean bodiless;
    private boolean firstChunk = true;
    private boolean events;

    Http1Visit(Http1Connection connection, RequestHead head, String host, Framing framing, boolean mayGoOn) {
        super(head, host);
        this.connection = connection;
        this.ctx = connection.ctx();
        this.out = connection.out();
        this.framing = framing;
        this.bodyEnded = framing.equals(Framing.NONE);
        this.keepAlive = mayGoOn
                && (head.minor() == 1
                        ? !head.fields().lists("connection", "close")
                        : head.fields().lists("connection", "keep-alive"));
    }

    @Override
    public String scheme() {
        return connection.secure() ? "https" : "http";
    }

    @Override
    public String remote() {
        return Remotes.of(ctx.channel());
    }

    @Override
    public EventLoop loop() {
        return ctx.channel().eventLoop();
    }

    @Override
    public boolean hasBody() {
        return !framing.equals(Framing.NONE);
    }

    @Override
    public long bodyLength() {
        return framing instanceof Framing.Length(long bytes) ? bytes : -1;
    }

    @Override
    public void body(BodyListener taker) {
        listener = taker;
        if (bodyEnded) {
            taker.end();
            return;
        }
        if (received == 0 && !started && head().minor() == 1 && head().fields().has("expect")) {
            out.room(CONTINUE.length).writeBytes(CONTINUE);
            connection.flushSoon();
        }
        connection.work();
    }

    /** Whether the body has to wait for somebody to take it. */
    boolean waiting() {
        return listener == null;
    }

    long received() {
        return received;
    }

    void deliver(ByteBuf data) {
        received += data.readableBytes();
        if (!ended && !gone) listener.data(data);
    }

    void bodyEnd() {
        bodyEnded = true;
        if (!ended && !gone && listener != null) listener.end();
    }

    @Override
    public void consumed(int bytes) {
        if (!ended) connection.consumed(bytes);
    }

    @Override
    public void watch(VisitWatcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public void start(int status, Fields fields, long length) {
        if (started || gone) return;
        boolean none = status < 200 || status == 204 || status == 304;
        bodiless = none || isHead();
        chunked = length < 0 && !none && head().minor() == 1;
        if (length < 0 && !none && !chunked) keepAlive = false;
        left = bodiless ? 0 : length < 0 ? Long.MAX_VALUE : length;
        // A HEAD's answer says what the GET's would; 304 and 204 say nothing of length.
        if (length >= 0 && !none) fields.set("content-length", Long.toString(length));
        ByteBuf buffer = begin(Http1Text.head(status, fields), fields.has("date"));
        if (chunked) buffer.writeBytes(CHUNKED);
        buffer.writeShort(0x0d0a);
        connection.flushSoon();
        String type = chunked ? fields.get("content-type") : null;
        events = type != null && type.startsWith("text/event-stream");
        if (events) connection.settle();
    }

    /** Who ends its side while it is told of events has left: the site would go on for nobody, perhaps for long. */
    boolean streamsEvents() {
        return events && !ended;
    }

    private ByteBuf begin(byte[] head, boolean dated) {
        started = true;
        if (!connection.bodyArrived() && listener == null) keepAlive = false;
        ByteBuf buffer = out.room(head.length + 128).writeBytes(head);
        if (!dated) buffer.writeBytes(Http1Text.dateLine());
        if (!keepAlive) buffer.writeBytes(CLOSE);
        else if (head().minor() == 0) buffer.writeBytes(KEEP);
        return buffer;
    }

    @Override
    public void answer(Prepared prepared) {
        if (started || gone) return;
        begin(prepared.head(), false).writeShort(0x0d0a);
        if (!isHead() && prepared.body().isReadable()) out.write(prepared.body().duplicate());
        connection.flushSoon();
        ended = true;
        connection.answered(keepAlive);
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
            if (open() && bytes > left && !bodiless) abort();
            return;
        }
        if (left != Long.MAX_VALUE) left -= bytes;
        if (chunked) {
            String size = (firstChunk ? "" : "\r\n") + Integer.toHexString(bytes) + "\r\n";
            firstChunk = false;
            ByteBufUtil.writeAscii(out.room(size.length()), size);
        }
        out.write(data);
        connection.flushSoon();
    }

    @Override
    public void file(FileChannel channel, long position, long count, Runnable sent) {
        if (!open() || bodiless) {
            sent.run();
        } else if (chunked || connection.secure()) {
            pump = new FilePump(this, channel, position, count, sent);
            pump.go();
        } else {
            left -= count;
            out.write(new LentRegion(channel, position, count)).addListener(_ -> sent.run());
            connection.flushSoon();
        }
    }

    @Override
    public void end() {
        if (!open()) return;
        ended = true;
        if (chunked && !bodiless)
            ByteBufUtil.writeAscii(out.room(LAST_CHUNK), firstChunk ? "0\r\n\r\n" : "\r\n0\r\n\r\n");
        connection.flushSoon();
        boolean whole = left == 0 || left == Long.MAX_VALUE;
        connection.answered(keepAlive && whole);
    }

    @Override
    public void abort() {
        if (ended || gone) return;
        ended = true;
        ctx.close();
    }

    @Override
    public boolean writable() {
        return ctx.channel().isWritable();
    }

    void becameWritable() {
        if (pump != null) pump.go();
        if (watcher != null && !ended) watcher.writable();
    }

    @Override
    public boolean upgradable() {
        return head().minor() == 1 && !hasBody();
    }

    @Override
    public void upgrade(Fields fields, BodyListener taker) {
        if (started || gone) return;
        started = true;
        keepAlive = false;
        left = Long.MAX_VALUE;
        byte[] head = Http1Text.head(101, fields);
        out.room(head.length + 2).writeBytes(head).writeShort(0x0d0a);
        connection.flushSoon();
        listener = taker;
        connection.upgraded();
    }

    /** The visitor is gone, or is refused. */
    void leave() {
        if (ended || gone) return;
        gone = true;
        if (pump != null) pump.stop();
        if (watcher != null) watcher.gone();
    }

    private boolean open() {
        return started && !ended && !gone;
    }
}
