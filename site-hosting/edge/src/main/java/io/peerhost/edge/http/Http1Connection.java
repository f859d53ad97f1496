package io.peerhost.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.peerhost.edge.wire.BadMessage;
import io.peerhost.edge.wire.BodyReader;
import io.peerhost.edge.wire.Framing;
import io.peerhost.edge.wire.HeadReader;
import io.peerhost.edge.wire.RequestHead;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP/1.1 connection of a visitor. Requests are answered one after the other; what a visitor sends ahead waits in a
 * bounded buffer. Output is flushed once for each turn of the event loop.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter {
    private static final int MOST_AHEAD = 64 * 1024;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private enum State {
        HEAD,
        BODY,
        ANSWER,
        RAW,
        DISCARD
    }

    private final VisitHandler handler;
    private final Limits limits;
    private final Draining draining;
    private final HeadReader heads = new HeadReader();
    private final Watchdog watchdog = new Watchdog();
    private ChannelHandlerContext ctx;
    private State state = State.HEAD;
    private ByteBuf in;
    private BodyReader body;
    private Http1Visit visit;
    private int untaken;
    private int requests;
    private boolean working;
    private boolean heardAll;
    private Output out;

    Http1Connection(VisitHandler handler, Limits limits, Draining draining) {
        this.handler = handler;
        this.limits = limits;
        this.draining = draining;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        out = new Output(ctx);
        watchdog.start(ctx, this::overdue);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        watchdog.active();
        if (state == State.DISCARD) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (in == null && state == State.HEAD) watchdog.headBegins();
        ByteBuf data = (ByteBuf) message;
        in = in == null ? data : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), in, data);
        work();
    }

    /** Goes on as far as the bytes that are there lead. */
    void work() {
        if (working) return;
        working = true;
        try {
            while (in != null && step()) {}
        } catch (BadMessage e) {
            fail(e);
        } finally {
            working = false;
        }
        if (in != null && !in.isReadable()) {
            in.release();
            in = null;
        }
        throttle();
        settle();
    }

    private boolean step() throws BadMessage {
        return switch (state) {
            case HEAD -> head();
            case BODY -> body();
            case RAW -> raw();
            case ANSWER -> false;
            case DISCARD -> {
                in.skipBytes(in.readableBytes());
                yield false;
            }
        };
    }

    private boolean head() throws BadMessage {
        // A robust server ignores an empty line before a request (RFC 9112, section 2.2).
        if (in.readableBytes() >= 2 && in.getShort(in.readerIndex()) == 0x0d0a) in.skipBytes(2);
        if (!in.isReadable()) return false;
        RequestHead head = heads.request(in);
        if (head == null) return false;
        requests++;
        begin(Hosts.checked(head));
        return true;
    }

    private void begin(RequestHead head) throws BadMessage {
        Framing framing = Framing.of(head);
        limits.check(head, framing);
        body = new BodyReader(framing);
        state = body.done() ? State.ANSWER : State.BODY;
        boolean mayGoOn = requests < limits.requests() && !draining.begun();
        visit = new Http1Visit(this, head, Hosts.of(head), framing, mayGoOn);
        handler.handle(visit);
    }

    private boolean body() throws BadMessage {
        if (visit.waiting()) return false;
        Http1Visit current = visit;
        ByteBuf piece = body.next(in, MOST_AHEAD);
        if (piece != null) {
            try {
                untaken += piece.readableBytes();
                current.deliver(piece);
            } finally {
                piece.release();
            }
            if (current.received() > limits.bodyBytes()) throw new BadMessage(413, "The request's body is too long");
        }
        // The visit may have been answered, and the connection be closing, within the call above.
        if (state != State.BODY) return true;
        if (!body.done()) return piece != null;
        state = State.ANSWER;
        current.bodyEnd();
        return true;
    }

    private boolean raw() {
        if (!in.isReadable()) return false;
        ByteBuf piece = in.readRetainedSlice(in.readableBytes());
        untaken += piece.readableBytes();
        visit.deliver(piece);
        piece.release();
        return false;
    }

    /** Reads on only while what was read is taken. */
    private void throttle() {
        boolean ahead = in != null && in.readableBytes() > MOST_AHEAD && state != State.HEAD;
        ctx.channel().config().setAutoRead(!ahead && untaken < MOST_AHEAD);
    }

    private void fail(BadMessage bad) {
        if (visit != null) visit.leave();
        state = State.DISCARD;
        if (visit != null && visit.started()) {
            ctx.close();
            return;
        }
        out.writeLast(Pages.refusal(bad));
        closeGently();
    }

    void consumed(int bytes) {
        untaken -= Math.min(bytes, untaken);
        if (state == State.BODY || state == State.RAW) work();
        throttle();
    }

    void upgraded() {
        state = State.RAW;
        watchdog.active();
        work();
    }

    boolean bodyArrived() {
        return state != State.BODY;
    }

    void answered(boolean keepAlive) {
        visit = null;
        watchdog.active();
        untaken = 0;
        if (keepAlive && state == State.ANSWER) {
            state = State.HEAD;
            watchdog.headBegins();
            work();
        } else closeGently();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            heardAll = true;
            work();
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Once the visitor has ended its side, what it asked for is answered, what it left unfinished is not waited for. */
    void settle() {
        if (!heardAll) return;
        boolean over = state == State.RAW
                || state == State.BODY && !visit.waiting()
                || state == State.ANSWER && visit.streamsEvents();
        if (over) ctx.close();
        else if (state == State.HEAD || state == State.DISCARD) closeGently();
    }

    /** Ends our side and reads on for a moment, so that a visitor still sending gets to see the answer. */
    private void closeGently() {
        boolean sending = state != State.ANSWER;
        state = State.DISCARD;
        watchdog.lingerUntil(System.nanoTime() + LINGER_NANOS);
        out.flush();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> {
            if (sending && !heardAll && ctx.channel() instanceof SocketChannel socket && !secure())
                socket.shutdownOutput();
            else ctx.close();
        });
        ctx.channel().config().setAutoRead(true);
    }

    /** While requests are being read, all their answers are flushed together at the end. */
    void flushSoon() {
        if (!working) out.flushSoon();
    }

    Output out() {
        return out;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        out.flush();
    }

    private boolean overdue(long silentNanos, long stalledNanos) {
        if (stalledNanos > limits.stallTime().toNanos()) return true;
        return switch (state) {
            case HEAD ->
                in == null
                        ? draining.begun() || silentNanos > limits.idleTime().toNanos()
                        : late(watchdog.sinceHeadBegan() > limits.headTime().toNanos());
            case BODY ->
                late(untaken == 0
                        && !visit.waiting()
                        && silentNanos > limits.stallTime().toNanos());
            case RAW, ANSWER, DISCARD -> false;
        };
    }

    /** Says so to who began a request and does not go on; who has not begun one is owed no answer. */
    private boolean late(boolean late) {
        if (late) fail(new BadMessage(408, "The request did not come in time"));
        return false;
    }

    boolean secure() {
        return ctx.pipeline().get(SslHandler.class) != null;
    }

    ChannelHandlerContext ctx() {
        return ctx;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (visit != null && ctx.channel().isWritable()) visit.becameWritable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        watchdog.stop();
        out.drop();
        if (visit != null) visit.leave();
        visit = null;
        state = State.DISCARD;
        if (in != null) in.release();
        in = null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ctx.close();
    }
}
