package io.peerhost.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.peerhost.edge.http.Visit;
import io.peerhost.edge.wire.Fields;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Header fields on their way through: what concerns one connection stays there, who asked is told. */
final class ProxyFields {
    private static final Set<String> ONE_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "http2-settings");

    /** Set by the edge: what a visitor claims is not passed on. "proxy" becomes HTTP_PROXY in a CGI program. */
    private static final Set<String> OURS = Set.of(
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-real-ip",
            "forwarded",
            "x-request-id",
            "expect",
            "proxy",
            "proxy-authorization");

    private ProxyFields() {}

    /** The head of the request as the replica gets it. */
    static ByteBuf request(Visit visit, String upgrade, ByteBufAllocator allocator) {
        Fields fields = visit.head().fields();
        StringBuilder text = new StringBuilder(512)
                .append(visit.head().method())
                .append(' ')
                .append(visit.head().target())
                .append(" HTTP/1.1\r\n");
        Set<String> named = named(fields);
        // Of a field that comes twice a CGI program is told only the last.
        fields.forEachOnce((name, value) -> {
            // A CGI program cannot tell an underscore from a hyphen: x_forwarded_for would pass for ours.
            boolean dropped = ONE_HOP.contains(name) || OURS.contains(name) || name.indexOf('_') >= 0;
            if (!dropped && !named.contains(name)) field(text, name, value);
        });
        if (!fields.has("host")) field(text, "host", visit.host());
        whoAsks(text, visit);
        if (upgrade != null) {
            field(text, "connection", "upgrade");
            field(text, "upgrade", upgrade);
        }
        if (visit.hasBody() && visit.bodyLength() < 0) field(text, "transfer-encoding", "chunked");
        else if (visit.hasBody() || visit.head().method().equals("POST"))
            field(text, "content-length", Long.toString(visit.bodyLength()));
        return latin(text.append("\r\n"), allocator);
    }

    private static void whoAsks(StringBuilder text, Visit visit) {
        String remote = visit.remote();
        String host = visit.head().fields().get("host");
        field(text, "x-forwarded-for", remote);
        field(text, "x-forwarded-proto", visit.scheme());
        if (host != null) field(text, "x-forwarded-host", host);
        field(
                text,
                "forwarded",
                "for=" + (remote.indexOf(':') < 0 ? remote : "\"[" + remote + "]\"")
                        + (host == null ? "" : ";host=\"" + host + "\"") + ";proto=" + visit.scheme());
        field(text, "x-request-id", visit.id());
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static ByteBuf latin(StringBuilder text, ByteBufAllocator allocator) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return allocator.directBuffer(bytes.length).writeBytes(bytes);
    }

    /** The fields of the answer as the visitor gets them: no framing, and no word of the pod's web server, as on static sites. */
    static Fields response(Fields fields, String requestId) {
        Fields passed = new Fields(fields.size() + 3);
        Set<String> named = named(fields);
        fields.forEach((name, value) -> {
            if (!ONE_HOP.contains(name) && !named.contains(name) && !name.equals("server")) passed.add(name, value);
        });
        return passed.set("x-request-id", requestId);
    }

    /** The fields that Connection names: they are for one hop too. Host never is, whoever names it. */
    private static Set<String> named(Fields fields) {
        String connection = fields.joined("connection");
        if (connection == null || connection.equals("keep-alive") || connection.equals("close")) return Set.of();
        Set<String> named = new HashSet<>();
        for (String name : connection.split(",")) named.add(name.strip().toLowerCase(Locale.ROOT));
        named.remove("host");
        return named;
    }

    static ByteBuf chunkHead(int size, ByteBufAllocator allocator) {
        return ByteBufUtil.writeAscii(allocator, Integer.toHexString(size) + "\r\n");
    }
}
