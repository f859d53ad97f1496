package io.peerhost.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A visitor by HTTP/2 that sends whatever it is told to, well-formed or not. */
final class H2Client implements Closeable {
    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final Channel connection;

    /** @param status "reset" when the stream was reset */
    record Answer(String status, Http2Headers headers, byte[] body) {
        String field(String name) {
            CharSequence value = headers.get(name);
            return value == null ? null : value.toString();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    H2Client(int port) {
        this(port, 64 * 1024);
    }

    /** @param window bytes that it takes of a stream before it says that it takes more */
    H2Client(int port, int window) {
        connection = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .validateHeaders(false)
                                                .initialSettings(new Http2Settings().initialWindowSize(window))
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    Answer get(String host, String path, Map<String, String> fields) throws Exception {
        Http2Headers headers = head("GET", host, path);
        fields.forEach(headers::add);
        return exchange(headers, null);
    }

    Answer post(String host, String path, byte[] body) throws Exception {
        return post(host, path, body, Map.of());
    }

    Answer post(String host, String path, byte[] body, Map<String, String> fields) throws Exception {
        Http2Headers headers = head("POST", host, path);
        fields.forEach(headers::add);
        return exchange(headers, body);
    }

    /** The beginning of a body whose rest never comes. */
    Answer begin(String host, String path) throws Exception {
        return exchange(head("POST", host, path), new byte[] {1}, false);
    }

    private static Http2Headers head(String method, String host, String path) {
        return new DefaultHttp2Headers(false)
                .method(method)
                .scheme("http")
                .authority(host)
                .path(path);
    }

    private Answer exchange(Http2Headers headers, byte[] body) throws Exception {
        return exchange(headers, body, true);
    }

    private Answer exchange(Http2Headers headers, byte[] body, boolean end) throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Channel stream = new Http2StreamChannelBootstrap(connection)
                .handler(new Collector(answer))
                .open()
                .get();
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, body == null));
        if (body != null) stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), end));
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static final class Collector extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Answer> answer;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Http2Headers headers = new DefaultHttp2Headers();

        Collector(CompletableFuture<Answer> answer) {
            this.answer = answer;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            boolean end = false;
            if (message instanceof Http2HeadersFrame frame) {
                headers = frame.headers();
                end = frame.isEndStream();
            } else if (message instanceof Http2DataFrame frame) {
                body.writeBytes(ByteBufUtil.getBytes(frame.content()));
                end = frame.isEndStream();
            }
            ReferenceCountUtil.release(message);
            if (end) answer.complete(new Answer(headers.status().toString(), headers, body.toByteArray()));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame) reset();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            reset();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            reset();
        }

        private void reset() {
            answer.complete(new Answer("reset", headers, new byte[0]));
        }
    }

    @Override
    public void close() {
        connection.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
