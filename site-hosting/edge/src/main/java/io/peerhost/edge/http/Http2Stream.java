package io.peerhost.edge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.peerhost.edge.wire.BadMessage;
import io.peerhost.edge.wire.Fields;
import io.peerhost.edge.wire.Framing;
import io.peerhost.edge.wire.HeadReader;
import io.peerhost.edge.wire.RequestHead;
import java.util.Map;

/** One stream of a visitor's HTTP/2 connection: makes it a {@link Visit}, held to the same rules as HTTP/1.1. */
final class Http2Stream extends ChannelInboundHandlerAdapter {
    private final VisitHandler handler;
    private final Limits limits;
    private final StreamWatch watch;
    private Http2Visit visit;
    private long received;

    Http2Stream(VisitHandler handler, Limits limits, StreamWatch watch) {
        this.handler = handler;
        this.limits = limits;
        this.watch = watch;
    }

    /** Ends what waits too long for its visitor. */
    void look(long nanos) {
        if (!visit.stalled(nanos, limits.stallTime().toNanos())) return;
        gone();
        reset(visit.ctx(), Http2Error.CANCEL);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            switch (message) {
                case Http2HeadersFrame frame when visit == null -> begin(ctx, frame);
                case Http2HeadersFrame frame -> trailers(ctx, frame);
                case Http2DataFrame frame -> data(ctx, frame);
                case Http2ResetFrame _ -> gone();
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
        try {
            RequestHead head = head(frame.headers());
            begin(ctx, head, Framing.of(head), frame.isEndStream());
        } catch (BadMessage e) {
            // What is malformed is an error of the stream (RFC 9113, 8.1.1).
            reset(ctx, Http2Error.PROTOCOL_ERROR);
        }
    }

    private void begin(ChannelHandlerContext ctx, RequestHead sent, Framing framing, boolean bodyless) {
        long length =
                framing instanceof Framing.Length(long bytes) && sent.fields().has("content-length") ? bytes : -1;
        watch.add(this);
        try {
            HeadReader.checkLength(sent);
            RequestHead head = Hosts.checked(sent);
            limits.check(head, framing);
            visit = new Http2Visit(ctx, head, Hosts.of(head), bodyless, length);
        } catch (BadMessage e) {
            visit = new Http2Visit(ctx, sent, "", bodyless, length);
            visit.answer(Pages.refusal(e));
            return;
        }
        handler.handle(visit);
    }

    private static RequestHead head(Http2Headers headers) throws BadMessage {
        Fields fields = new Fields();
        StringBuilder cookies = new StringBuilder();
        String authority = text(headers.authority());
        if (authority != null) fields.add("host", authority);
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
            String name = each.getKey().toString();
            String value = each.getValue().toString();
            if (name.startsWith(":")) continue;
            HeadReader.check(name, value);
            // An agreeing host beside the authority says nothing more; another one is refused below.
            if (name.equals("host") && value.equals(authority)) continue;
            if (name.equals("cookie"))
                cookies.append(cookies.isEmpty() ? "" : "; ").append(value);
            else fields.add(name, value);
        }
        if (!cookies.isEmpty()) fields.add("cookie", cookies.toString());
        if (fields.has("transfer-encoding") || fields.has("connection") || fields.has("upgrade"))
            throw new BadMessage(400, "HTTP/2 has no such field");
        if (fields.all("host").size() > 1) throw new BadMessage(400, "A request names its host once");
        String method = text(headers.method());
        String target = text(headers.path());
        if (method == null || target == null || headers.scheme() == null)
            throw new BadMessage(400, "A request has a method, a scheme and a path");
        HeadReader.checkStart(method, target);
        return new RequestHead(method, target, 1, fields);
    }

    private static String text(CharSequence value) {
        return value == null ? null : value.toString();
    }

    private void data(ChannelHandlerContext ctx, Http2DataFrame frame) {
        received += frame.content().readableBytes();
        if (received > limits.bodyBytes()) {
            gone();
            reset(ctx, Http2Error.CANCEL);
        } else if (visit != null) visit.received(frame);
    }

    private void trailers(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
        if (frame.isEndStream()) visit.bodyEnd();
        else reset(ctx, Http2Error.PROTOCOL_ERROR);
    }

    private static void reset(ChannelHandlerContext ctx, Http2Error error) {
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }

    private void gone() {
        if (visit != null) visit.leave();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame) gone();
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        watch.remove(this);
        gone();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (visit != null) visit.becameWritable();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        gone();
        // For a stream's own error the multiplexer resets it, and says which; a close here would say CANCEL.
        if (!(cause instanceof Http2Exception)) ctx.close();
    }
}
