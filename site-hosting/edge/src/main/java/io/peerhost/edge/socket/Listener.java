package io.peerhost.edge.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket that gives each connection to the event loop with the fewest of its own, up to a limit in all and one for
 * each address.
 */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(32 * 1024, 128 * 1024);

    private final List<EventLoop> loops;
    private final AtomicIntegerArray open;
    private final AtomicInteger all = new AtomicInteger();
    private final int most;
    private final Sources sources;
    private final ServerChannel server;

    /**
     * @param mostOfOne connections of one address; 0 for any number
     * @throws IOException when the address cannot be listened on
     */
    public Listener(Loops loops, InetSocketAddress address, int most, int mostOfOne, ChannelHandler pipeline)
            throws IOException {
        this.loops = loops.all();
        this.open = new AtomicIntegerArray(this.loops.size());
        this.most = most;
        this.sources = new Sources(mostOfOne);
        this.server = Loops.serverChannel();
        server.config().setOption(ChannelOption.SO_REUSEADDR, true);
        server.config().setOption(ChannelOption.SO_BACKLOG, 4096);
        server.pipeline().addLast(new Acceptor(pipeline));
        this.loops.getFirst().register(server).syncUninterruptibly();
        ChannelFuture bound = server.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) throw new IOException("Cannot listen on " + address, bound.cause());
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Connections open now. */
    public int connections() {
        return all.get();
    }

    /** Stops to listen; connections go on. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
    }

    private int idlest() {
        int best = 0;
        for (int i = 1; i < open.length(); i++) if (open.get(i) < open.get(best)) best = i;
        return best;
    }

    private final class Acceptor extends ChannelInboundHandlerAdapter {
        private final ChannelHandler pipeline;

        Acceptor(ChannelHandler pipeline) {
            this.pipeline = pipeline;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Channel child = (Channel) message;
            InetAddress from = child.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
            // It has no address any more when it was gone before it was taken.
            if (all.get() >= most || from == null || !sources.entered(from)) {
                child.unsafe().closeForcibly();
                return;
            }
            int loop = idlest();
            open.incrementAndGet(loop);
            all.incrementAndGet();
            child.closeFuture().addListener(_ -> {
                open.decrementAndGet(loop);
                all.decrementAndGet();
                sources.left(from);
            });
            child.config().setOption(ChannelOption.TCP_NODELAY, true);
            child.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS);
            child.pipeline().addLast(pipeline);
            loops.get(loop).register(child);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // Out of descriptors, most likely: let some connections end before the next is taken.
            LOG.warn("A connection could not be accepted: {}", cause.toString());
            ctx.channel().config().setAutoRead(false);
            ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), 1, TimeUnit.SECONDS);
        }
    }
}
