package io.peerhost.agent.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.peerhost.protocol.release.Hash;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connection to an edge goes through: TLS 1.3 with the pinned certificate, then HTTP/2 with the agent as server. */
final class EdgeConnection extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeConnection.class);
    private static final String PROTOCOL = "peerhost-tunnel/1";
    /** AES-128 first: as safe for this, and the cheapest by far where the processor has instructions for it. */
    private static final List<String> CIPHERS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private static final int STREAM_WINDOW = 256 * 1024;
    private static final int MOST_PIPES = 4096;

    /** The edge pings every few seconds; one that is silent this long is gone. */
    private static final int SILENT_SECONDS = 25;

    private final Hash certificate;
    private final Function<Sender, Pipes> pipes;

    EdgeConnection(Hash certificate, Function<Sender, Pipes> pipes) {
        this.certificate = certificate;
        this.pipes = pipes;
    }

    @Override
    protected void initChannel(Channel channel) throws SSLException {
        SslHandler tls = SslContextBuilder.forClient()
                .trustManager(new PinnedCertificate(certificate))
                .endpointIdentificationAlgorithm(null)
                .protocols("TLSv1.3")
                .ciphers(CIPHERS)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        PROTOCOL))
                .build()
                .newHandler(channel.alloc());
        tls.setHandshakeTimeoutMillis(10_000);
        SSLEngine engine = tls.engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("");
        engine.setSSLParameters(parameters);
        channel.pipeline().addLast(new IdleStateHandler(SILENT_SECONDS, 0, 0), tls, new Agreed(), new Last());
    }

    private final class Agreed extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                SslHandler tls = ctx.pipeline().get(SslHandler.class);
                if (done.isSuccess() && PROTOCOL.equals(tls.applicationProtocol())) start(ctx, this);
                else ctx.close();
            } else ctx.fireUserEventTriggered(event);
        }
    }

    private void start(ChannelHandlerContext ctx, ChannelHandler place) {
        Http2Connection connection = new DefaultHttp2Connection(true);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        Sender sender = new Sender(connection);
        Http2ConnectionHandler codec = new Http2ConnectionHandlerBuilder()
                .connection(connection)
                .frameListener(pipes.apply(sender))
                .initialSettings(new Http2Settings()
                        .maxConcurrentStreams(MOST_PIPES)
                        .maxHeaderListSize(16 * 1024)
                        .initialWindowSize(STREAM_WINDOW))
                .gracefulShutdownTimeoutMillis(0)
                .decoderEnforceMaxRstFramesPerWindow(0, 0)
                .build();
        ctx.pipeline().replace(place, "codec", codec);
        sender.started(codec, ctx.pipeline().context(codec));
    }

    /** Writes to the edge; flushed once at the end of the loop's turn. */
    static final class Sender {
        private final Http2Connection connection;
        private Http2ConnectionHandler handler;
        private ChannelHandlerContext ctx;
        private boolean flushing;

        Sender(Http2Connection connection) {
            this.connection = connection;
        }

        private void started(Http2ConnectionHandler handler, ChannelHandlerContext ctx) {
            this.handler = handler;
            this.ctx = ctx;
            try {
                connection
                        .local()
                        .flowController()
                        .incrementWindowSize(connection.connectionStream(), Integer.MAX_VALUE - 2 * 65_535);
            } catch (Http2Exception e) {
                ctx.close();
            }
            flushSoon();
        }

        Http2Connection connection() {
            return connection;
        }

        EventLoop loop() {
            return ctx.channel().eventLoop();
        }

        void headers(int stream, Http2Headers headers, boolean end) {
            handler.encoder().writeHeaders(ctx, stream, headers, 0, end, ctx.newPromise());
            flushSoon();
        }

        /** Takes {@code data}; {@code sent} hears when it has left. */
        void data(int stream, ByteBuf data, boolean end, ChannelFutureListener sent) {
            ChannelPromise promise = ctx.newPromise();
            promise.addListener(sent);
            handler.encoder().writeData(ctx, stream, data, 0, end, promise);
            flushSoon();
        }

        void reset(int stream, Http2Error error) {
            handler.resetStream(ctx, stream, error.code(), ctx.newPromise());
            flushSoon();
        }

        /** Gives the edge room for {@code bytes} more. */
        void consumed(Http2Stream stream, int bytes) {
            try {
                if (connection.local().flowController().consumeBytes(stream, bytes)) flushSoon();
            } catch (Http2Exception e) {
                ctx.close();
            }
        }

        private void flushSoon() {
            if (flushing) return;
            flushing = true;
            loop().execute(() -> {
                flushing = false;
                handler.flush(ctx);
            });
        }
    }

    private static final class Last extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof IdleStateEvent) {
                LOG.warn("The edge has been silent for {} s", SILENT_SECONDS);
                ctx.close();
            } else ctx.fireUserEventTriggered(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.warn("The tunnel broke: {}", cause.toString());
            ctx.close();
        }
    }
}
