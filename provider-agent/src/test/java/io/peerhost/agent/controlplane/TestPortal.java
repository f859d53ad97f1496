package io.peerhost.agent.controlplane;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Audience;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The portal's end of an agent's connection, as small as tests need: challenges, welcomes, keeps reports, enrols with one token. */
public final class TestPortal implements AutoCloseable {
    public static final String TOKEN = "let-me-in";

    /** All that agents said, heartbeats left out. */
    public final List<Message.Up> said = new CopyOnWriteArrayList<>();

    public final List<Message.Report> kept = new CopyOnWriteArrayList<>();
    public final List<Address> enrolled = new CopyOnWriteArrayList<>();
    public volatile String content = "http://127.0.0.1:1";
    public volatile boolean acknowledges = true;
    public volatile Message.Refused refusal;
    /** Lets agents in, and drops them at once. */
    public volatile boolean fickle;

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final ChannelGroup agents = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Bytes32 nonce = Bytes32.random(new SecureRandom());
    private Channel listening;
    private volatile long received;

    public TestPortal() {
        listen(0);
    }

    private void listen(int port) {
        listening = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(64 * 1024), new Enrolling())
                                .addLast(new WebSocketServerProtocolHandler("/agent", null, false, Message.LONGEST))
                                .addLast(new WebSocketFrameAggregator(Message.LONGEST))
                                .addLast(new Talk());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort());
    }

    public void send(Message.Down message) {
        sendText(Json.write(message));
    }

    public void sendText(String text) {
        agents.writeAndFlush(new TextWebSocketFrame(text));
    }

    public void cut() {
        agents.close().syncUninterruptibly();
    }

    /** Goes away, and comes back at the same address, which is never free meanwhile: somebody else could take it. */
    public void restart() {
        Channel before = listening;
        listen(address().getPort());
        before.close().syncUninterruptibly();
        cut();
    }

    public <T extends Message.Up> T await(Class<T> type, Predicate<T> which) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            for (Message.Up message : said)
                if (type.isInstance(message) && which.test(type.cast(message))) return type.cast(message);
            Thread.sleep(10);
        }
        throw new AssertionError("No such " + type.getSimpleName() + " within 60 s; said: " + said);
    }

    private void take(Channel channel, Message.Up message) {
        switch (message) {
            case Message.Heartbeat beat -> {}
            case Message.Hello hello -> {
                said.add(hello);
                boolean proven = hello.signature()
                        .isBy(hello.agent(), new Message.Login(nonce, hello.agent(), Audience.of(address())).digest());
                if (refusal != null || !proven)
                    answer(channel, refusal != null ? refusal : new Message.Refused("A wrong signature", false));
                else answer(channel, new Message.Welcome(List.of(), content, received, 1));
                if (fickle) channel.close();
            }
            case Message.Report report -> {
                said.add(report);
                if (!acknowledges) return;
                if (report.number() > received) kept.add(report);
                received = Math.max(received, report.number());
                answer(channel, new Message.Acknowledged(received));
            }
            default -> said.add(message);
        }
    }

    private static void answer(Channel channel, Message.Down message) {
        channel.writeAndFlush(new TextWebSocketFrame(Json.write(message)));
    }

    private final class Talk extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            take(context.channel(), Json.read(frame.text(), Message.Up.class));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof HandshakeComplete)) return;
            agents.add(context.channel());
            answer(context.channel(), new Message.Challenge(nonce));
        }
    }

    private record Enrolment(String token, Address agent, io.peerhost.protocol.identity.Signature signature) {}

    private final class Enrolling extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        public boolean acceptInboundMessage(Object message) {
            return message instanceof FullHttpRequest request && request.uri().equals("/api/agents/enrolments");
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            Enrolment asked = Json.read(request.content().toString(StandardCharsets.UTF_8), Enrolment.class);
            Bytes32 hash = Bytes32.of(io.peerhost.protocol.release.Hash.sha256()
                    .digest(asked.token().getBytes(StandardCharsets.UTF_8)));
            boolean fine = asked.token().equals(TOKEN)
                    && asked.signature().isBy(asked.agent(), new Message.Enrolment(hash, asked.agent()).digest());
            if (fine) enrolled.add(asked.agent());
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    fine ? HttpResponseStatus.CREATED : HttpResponseStatus.FORBIDDEN,
                    Unpooled.copiedBuffer("{\"detail\":\"The token is unknown.\"}", StandardCharsets.UTF_8));
            HttpUtil.setContentLength(response, response.content().readableBytes());
            context.writeAndFlush(response);
        }
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        cut();
        loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
    }
}
