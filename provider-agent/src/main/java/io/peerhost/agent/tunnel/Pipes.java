package io.peerhost.agent.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.peerhost.protocol.agent.Message.TunnelLogin;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signature;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.release.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the edge's requests on one connection: who it is, and pipes by CONNECT. */
final class Pipes extends Http2EventAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Pipes.class);

    private final SigningKey key;
    private final Hash certificate;
    private final TunnelTargets targets;
    private final ContentSource content;
    private final TunnelMeter meter;
    private final EdgeConnection.Sender sender;
    private final Runnable welcomed;
    private final Http2Connection.PropertyKey property;

    private record Open(PipeStream stream, PipeEnd end) {}

    Pipes(
            SigningKey key,
            Hash certificate,
            TunnelTargets targets,
            ContentSource content,
            TunnelMeter meter,
            EdgeConnection.Sender sender,
            Runnable welcomed) {
        this.key = key;
        this.certificate = certificate;
        this.targets = targets;
        this.content = content;
        this.meter = meter;
        this.sender = sender;
        this.welcomed = welcomed;
        this.property = sender.connection().newKey();
        sender.connection().addListener(this);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end) {
        onHeadersRead(ctx, id, headers, padding, end);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end) {
        String method = String.valueOf(headers.method());
        if (method.equals("GET") && "/identity".contentEquals(String.valueOf(headers.path()))) identify(id, headers);
        else if (method.equals("CONNECT")) connect(id, String.valueOf(headers.authority()));
        else refuse(id, "405");
    }

    private void identify(int id, Http2Headers headers) {
        Bytes32 nonce;
        try {
            nonce = new Bytes32(String.valueOf(headers.get("nonce")));
        } catch (IllegalArgumentException e) {
            refuse(id, "400");
            return;
        }
        Thread.ofVirtual().start(() -> {
            Signature signature = key.sign(new TunnelLogin(nonce, key.address(), certificate).digest());
            sender.loop().execute(() -> {
                Http2Headers answer = new DefaultHttp2Headers()
                        .status("200")
                        .add("agent", key.address().hex())
                        .add("signature", signature.hex());
                sender.headers(id, answer, true);
                welcomed.run();
            });
        });
    }

    private void connect(int id, String authority) {
        Http2Stream h2 = sender.connection().stream(id);
        Asked asked;
        try {
            asked = Asked.of(authority);
        } catch (IllegalArgumentException e) {
            refuse(id, "400");
            return;
        }
        Optional<TunnelTargets.Target> target = targets.target(asked.lease, asked.release);
        if (target.isEmpty()) {
            refuse(id, "404");
            return;
        }
        PipeStream stream = new PipeStream(asked.lease, h2, sender, meter);
        PipeEnd end =
                switch (target.get()) {
                    case TunnelTargets.Target.Tcp tcp -> new PodPipe(stream, tcp.address(), ok -> opened(id, ok));
                    case TunnelTargets.Target.Content of -> {
                        opened(id, true);
                        yield new ContentPipe(stream, of.release(), content);
                    }
                };
        h2.setProperty(property, new Open(stream, end));
    }

    private void opened(int id, boolean ok) {
        if (sender.connection().stream(id) == null) return;
        if (ok) sender.headers(id, new DefaultHttp2Headers().status("200"), false);
        else refuse(id, "503");
    }

    private void refuse(int id, String status) {
        sender.headers(id, new DefaultHttp2Headers().status(status), true);
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end) {
        Http2Stream h2 = sender.connection().stream(id);
        Open open = h2 == null ? null : h2.getProperty(property);
        int bytes = data.readableBytes();
        if (open == null) return bytes + padding;
        if (bytes > 0) open.end.received(data);
        if (end) sender.reset(id, Http2Error.NO_ERROR);
        return padding;
    }

    @Override
    public void onStreamClosed(Http2Stream closed) {
        Open open = closed.getProperty(property);
        if (open == null) return;
        open.stream.streamClosed();
        open.end.closed();
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf reason) {
        LOG.warn("The edge ends the tunnel: {} {}", error, reason.toString(StandardCharsets.UTF_8));
        ctx.close();
    }

    /** The authority of a CONNECT: lease and release, 64 hex digits each, with a dot between. */
    private record Asked(Bytes32 lease, Hash release) {
        static Asked of(String authority) {
            int dot = authority.indexOf('.');
            if (dot < 0) throw new IllegalArgumentException("An authority is lease, dot, release");
            return new Asked(new Bytes32("0x" + authority.substring(0, dot)), new Hash(authority.substring(dot + 1)));
        }
    }
}
