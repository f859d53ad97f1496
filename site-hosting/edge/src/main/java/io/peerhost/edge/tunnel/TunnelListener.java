package io.peerhost.edge.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an agent's connection goes through: TLS 1.3 with the edge's own certificate, then {@link Lane}. */
@ChannelHandler.Sharable
public final class TunnelListener extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelListener.class);
    public static final String PROTOCOL = "peerhost-tunnel/1";
    /** AES-128 first: as safe for this, and the cheapest by far where the processor has instructions for it. */
    private static final List<String> CIPHERS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private static final int STREAM_WINDOW = 256 * 1024;
    private static final int SILENT_SECONDS = 25;

    private final SslContext tls;
    private final Hash certificate;
    private final Tunnels tunnels;
    private final TunnelMeter meter;
    private final SecureRandom random = new SecureRandom();

    public TunnelListener(TunnelCertificate certificate, Tunnels tunnels, TunnelMeter meter) throws SSLException {
        this.tls = SslContextBuilder.forServer(certificate.key(), certificate.certificate())
                .protocols("TLSv1.3")
                .ciphers(CIPHERS)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        PROTOCOL))
                .build();
        this.certificate = certificate.sha256();
        this.tunnels = tunnels;
        this.meter = meter;
    }

    @Override
    protected void initChannel(Channel channel) {
        SslHandler handler = tls.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(10_000);
        channel.pipeline().addLast(new IdleStateHandler(SILENT_SECONDS, 0, 0), handler, new Agreed(), new Silent());
    }

    /** Waits for TLS, then makes the lane. */
    private final class Agreed extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                SslHandler handler = ctx.pipeline().get(SslHandler.class);
                if (done.isSuccess() && PROTOCOL.equals(handler.applicationProtocol())) start(ctx, this);
                else ctx.close();
            } else ctx.fireUserEventTriggered(event);
        }
    }

    private void start(ChannelHandlerContext ctx, ChannelHandler place) {
        Http2Connection connection = new DefaultHttp2Connection(false);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        Lane lane =
                new Lane(connection, new Identification(Bytes32.random(random), certificate, tunnels::joined), meter);
        Http2ConnectionHandler codec = new Http2ConnectionHandlerBuilder()
                .connection(connection)
                .frameListener(lane)
                .initialSettings(new Http2Settings()
                        .pushEnabled(false)
                        .maxHeaderListSize(16 * 1024)
                        .initialWindowSize(STREAM_WINDOW))
                .decoderEnforceMaxRstFramesPerWindow(20_000, 10)
                .gracefulShutdownTimeoutMillis(0)
                .build();
        ctx.channel().closeFuture().addListener(_ -> tunnels.left(lane));
        ctx.pipeline().replace(place, "codec", codec);
        lane.started(codec, ctx.pipeline().context(codec));
    }

    /** The edge pings; an agent that answers nothing is gone. */
    private static final class Silent extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof IdleStateEvent) {
                LOG.warn(
                        "The agent at {} has been silent for {} s",
                        ctx.channel().remoteAddress(),
                        SILENT_SECONDS);
                ctx.close();
            } else ctx.fireUserEventTriggered(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.warn("The tunnel from {} broke: {}", ctx.channel().remoteAddress(), cause.toString());
            ctx.close();
        }
    }
}
