package io.peerhost.agent.tunnel;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** Pumps bytes between a pipe and a pod's port, either way no faster than the other side takes them. */
final class PodPipe extends ChannelInboundHandlerAdapter implements PipeEnd {
    private static final int MOST_UNSENT = 256 * 1024;

    private final PipeStream stream;
    private final Consumer<Boolean> opened;
    private final Channel pod;
    private final Queue<ByteBuf> early = new ArrayDeque<>();
    private boolean connected;
    private boolean flushing;
    private int unsent;

    PodPipe(PipeStream stream, InetSocketAddress address, Consumer<Boolean> opened) {
        this.stream = stream;
        this.opened = opened;
        ChannelFuture dialled = new Bootstrap()
                .group(stream.loop())
                .channel(Lane.socketsOf(stream.loop()))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 3_000)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(this)
                .connect(address);
        pod = dialled.channel();
        dialled.addListener(_ -> dialled(dialled.isSuccess()));
    }

    private void dialled(boolean ok) {
        connected = ok;
        opened.accept(ok);
        if (ok) early.forEach(this::pump);
        else early.forEach(ByteBuf::release);
        early.clear();
    }

    @Override
    public void received(ByteBuf data) {
        if (connected) pump(data.retain());
        else if (pod.isOpen()) early.add(data.copy());
    }

    private void pump(ByteBuf data) {
        int bytes = data.readableBytes();
        pod.write(data).addListener(_ -> stream.consumed(bytes));
        if (flushing) return;
        flushing = true;
        stream.loop().execute(() -> {
            flushing = false;
            pod.flush();
        });
    }

    @Override
    public void closed() {
        early.forEach(ByteBuf::release);
        early.clear();
        pod.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        unsent += data.readableBytes();
        if (unsent > MOST_UNSENT) pod.config().setAutoRead(false);
        stream.send(data, this::sent);
    }

    private void sent(int bytes) {
        unsent -= bytes;
        if (unsent <= MOST_UNSENT / 4) pod.config().setAutoRead(true);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stream.end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
