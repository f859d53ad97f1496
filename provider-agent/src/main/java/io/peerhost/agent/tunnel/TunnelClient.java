package io.peerhost.agent.tunnel;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.peerhost.protocol.agent.Message.EdgeAddress;
import io.peerhost.protocol.identity.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One lasting tunnel to one edge: dials, proves who it is, serves pipes, and dials again (with growing, jittered pauses)
 * whenever a connection ends, until closed. It keeps a connection for each of up to two cores, so that the edge finds one
 * on the event loop its visitor is on.
 */
public final class TunnelClient implements AutoCloseable {
    private static final int LANES = Math.min(2, Runtime.getRuntime().availableProcessors());

    private final EdgeAddress edge;
    private final EventLoopGroup loops;
    private final List<Lane> lanes = new ArrayList<>();

    public TunnelClient(
            SigningKey key, EdgeAddress edge, TunnelTargets targets, ContentSource content, TunnelMeter meter) {
        this.edge = edge;
        DefaultThreadFactory threads = new DefaultThreadFactory("tunnel", true);
        loops = Epoll.isAvailable() ? new EpollEventLoopGroup(LANES, threads) : new NioEventLoopGroup(LANES, threads);
        for (int i = 0; i < LANES; i++) lanes.add(new Lane(key, edge, targets, content, meter, loops.next()));
    }

    /** Returns at once; the connections are made behind it. */
    public void start() {
        lanes.forEach(Lane::dial);
    }

    /** Whether the edge has asked this agent who it is on a connection that stands. */
    public boolean connected() {
        return lanes.stream().anyMatch(Lane::connected);
    }

    public EdgeAddress edge() {
        return edge;
    }

    /** Ends the connections and every pipe in them. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }
}
