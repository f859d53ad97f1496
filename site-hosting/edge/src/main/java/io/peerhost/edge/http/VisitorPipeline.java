package io.peerhost.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.peerhost.edge.wire.HeadReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a visitor's connection goes through: TLS where asked for, then HTTP/2 when it begins with HTTP/2's preface (which
 * holds for {@code h2} agreed by ALPN as well as for prior knowledge without TLS), else HTTP/1.1.
 */
@ChannelHandler.Sharable
public final class VisitorPipeline extends ChannelInitializer<Channel> {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STREAMS = 100;
    private static final int RESETS_IN_30_SECONDS = 200;

    private final VisitHandler handler;
    private final Limits limits;
    private final Draining draining;
    private final SslContext tls;

    /** @param tls null without TLS */
    public VisitorPipeline(VisitHandler handler, Limits limits, Draining draining, SslContext tls) {
        this.handler = handler;
        this.limits = limits;
        this.draining = draining;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (tls != null) {
            SslHandler secure = tls.newHandler(channel.alloc());
            secure.setHandshakeTimeoutMillis(limits.headTime().toMillis());
            channel.pipeline().addLast(secure);
        }
        channel.pipeline()
                .addLast("patience", new IdleStateHandler(limits.headTime().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                .addLast("impatient", new Impatient())
                .addLast(new Version());
    }

    /** Looks at the first bytes. */
    private final class Version extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            int looked = Math.min(in.readableBytes(), PREFACE.length);
            for (int i = 0; i < looked; i++)
                if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                    if (agreedOnHttp2(ctx)) ctx.close();
                    else http1(ctx);
                    return;
                }
            if (looked == PREFACE.length) http2(ctx);
        }

        private boolean agreedOnHttp2(ChannelHandlerContext ctx) {
            SslHandler secure = ctx.pipeline().get(SslHandler.class);
            return secure != null && ApplicationProtocolNames.HTTP_2.equals(secure.applicationProtocol());
        }

        private void http1(ChannelHandlerContext ctx) {
            ctx.pipeline().remove("patience");
            ctx.pipeline().remove("impatient");
            // By TLS whoever ends one side ends both.
            if (tls == null) ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            ctx.pipeline().addLast(new Http1Connection(handler, limits, draining));
            ctx.pipeline().remove(this);
        }

        private void http2(ChannelHandlerContext ctx) {
            ctx.pipeline()
                    .replace(
                            "patience",
                            "patience",
                            new IdleStateHandler(0, 0, limits.idleTime().toMillis(), TimeUnit.MILLISECONDS));
            StreamWatch watch = new StreamWatch(ctx.channel());
            ctx.pipeline()
                    .addLast(Http2FrameCodecBuilder.forServer()
                            .initialSettings(new Http2Settings()
                                    .maxConcurrentStreams(STREAMS)
                                    .initialWindowSize(64 * 1024)
                                    // Beyond our own limit, so that who exceeds that is told what to do.
                                    .maxHeaderListSize(2 * HeadReader.LONGEST))
                            .decoderEnforceMaxRstFramesPerWindow(RESETS_IN_30_SECONDS, 30)
                            .decoderEnforceMaxConsecutiveEmptyDataFrames(8)
                            .gracefulShutdownTimeoutMillis(5_000)
                            .build())
                    .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel stream) {
                            stream.pipeline().addLast(new Http2Stream(handler, limits, watch));
                        }
                    }))
                    .addLast(new Told());
            ctx.pipeline().remove(this);
        }
    }

    private static final class Impatient extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof IdleStateEvent) ctx.close();
            else ctx.fireUserEventTriggered(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** The codec has told the visitor what is wrong with what they sent: anybody could fill the log with it. */
    private static final class Told extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
    }
}
