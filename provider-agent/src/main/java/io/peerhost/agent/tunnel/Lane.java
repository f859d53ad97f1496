package io.peerhost.agent.tunnel;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollEventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.peerhost.agent.retry.Backoff;
import io.peerhost.protocol.agent.Message.EdgeAddress;
import io.peerhost.protocol.identity.SigningKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to an edge, made again whenever it ends. Lives on one event loop, as do the pods' connections it feeds. */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final SigningKey key;
    private final EdgeAddress edge;
    private final TunnelTargets targets;
    private final ContentSource content;
    private final TunnelMeter meter;
    private final EventLoop loop;
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile Channel channel;
    private final Backoff backoff =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15), RandomGenerator.getDefault());
    private long welcomedAt;

    Lane(
            SigningKey key,
            EdgeAddress edge,
            TunnelTargets targets,
            ContentSource content,
            TunnelMeter meter,
            EventLoop loop) {
        this.key = key;
        this.edge = edge;
        this.targets = targets;
        this.content = content;
        this.meter = meter;
        this.loop = loop;
    }

    static Class<? extends SocketChannel> socketsOf(EventLoop loop) {
        return loop instanceof EpollEventLoop ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    void dial() {
        if (closed) return;
        int colon = edge.address().lastIndexOf(':');
        InetSocketAddress address;
        try {
            address = new InetSocketAddress(
                    edge.address().substring(0, colon),
                    Integer.parseInt(edge.address(), colon + 1, edge.address().length(), 10));
        } catch (RuntimeException e) {
            LOG.error("The edge's address is not host:port: {}", edge.address());
            return;
        }
        ChannelFuture dialled = new Bootstrap()
                .group(loop)
                .channel(socketsOf(loop))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 256 * 1024))
                .handler(new EdgeConnection(edge.certificate(), this::pipes))
                .connect(address);
        channel = dialled.channel();
        channel.closeFuture().addListener(_ -> ended());
    }

    private Pipes pipes(EdgeConnection.Sender sender) {
        return new Pipes(key, edge.certificate(), targets, content, meter, sender, this::welcomed);
    }

    boolean connected() {
        return connected;
    }

    private void welcomed() {
        connected = true;
        welcomedAt = System.nanoTime();
        LOG.info("Tunnel to edge {} stands", edge.address());
    }

    private void ended() {
        if (connected && !closed) LOG.warn("Tunnel to edge {} ended; it is dialled again", edge.address());
        if (connected) backoff.worked(Duration.ofNanos(System.nanoTime() - welcomedAt));
        connected = false;
        if (closed || loop.isShuttingDown()) return;
        loop.schedule(this::dial, backoff.next().toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        closed = true;
        Channel open = channel;
        if (open != null) open.close();
    }
}
