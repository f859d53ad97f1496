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
import io.peerhost.protocol.agent.Message.EdgeAddress;
import io.peerhost.protocol.identity.SigningKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to an edge, made again whenever it ends. Lives on one event loop, as do the pods' connections it feeds. */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final SigningKey key;
    private final EdgeAddress edge;
    private final TunnelTargets targets;
    private final ContentSource content;
    private final TunnelMeter meter;
    private final EventLoop loop;
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile Channel channel;
    private Duration pause = SHORTEST_PAUSE;

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
        return new Pipes(key, targets, content, meter, sender, this::welcomed);
    }

    boolean connected() {
        return connected;
    }

    private void welcomed() {
        connected = true;
        pause = SHORTEST_PAUSE;
        LOG.info("Tunnel to edge {} stands", edge.address());
    }

    private void ended() {
        if (connected && !closed) LOG.warn("Tunnel to edge {} ended; it is dialled again", edge.address());
        connected = false;
        if (closed || loop.isShuttingDown()) return;
        long millis = pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis());
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        loop.schedule(this::dial, millis, TimeUnit.MILLISECONDS);
    }

    void close() {
        closed = true;
        Channel open = channel;
        if (open != null) open.close();
    }
}
