package io.peerhost.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * A pod's web server: answers {@code name path} and what it was told of the visitor; echoes a body at /echo; gives a cookie
 * at /login; sends {@code /bytes/N} bytes.
 */
final class TestPod implements Closeable {
    /** Method and path of each visit, in the order they came. */
    final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private final String name;
    private final HttpServer server;

    TestPod(String name) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        // The edge's own probes are nobody's visit.
        if (!"peerhost-edge".equals(exchange.getRequestHeaders().getFirst("User-Agent")))
            asked.add(exchange.getRequestMethod() + " " + path);
        try (exchange) {
            if (path.equals("/echo")) echo(exchange);
            else if (path.startsWith("/bytes/")) bytes(exchange, Integer.parseInt(path.substring(7)));
            else text(exchange, path);
        }
    }

    private void text(HttpExchange exchange, String path) throws IOException {
        StringBuilder text = new StringBuilder(name + " " + exchange.getRequestMethod() + " " + path + "\n");
        exchange.getRequestHeaders().forEach((field, values) -> text.append(field.toLowerCase())
                .append("=")
                .append(values)
                .append("\n"));
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("X-Pod", name);
        exchange.getResponseHeaders().set("Server", "nginx");
        if (path.equals("/login")) exchange.getResponseHeaders().set("Set-Cookie", "session=1");
        exchange.sendResponseHeaders(path.equals("/broken") ? 500 : 200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void echo(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getRequestBody().transferTo(exchange.getResponseBody());
    }

    private static void bytes(HttpExchange exchange, int count) throws IOException {
        exchange.sendResponseHeaders(200, count);
        byte[] piece = new byte[64 * 1024];
        for (int i = 0; i < piece.length; i++) piece[i] = (byte) (i % 251);
        for (int left = count; left > 0; left -= piece.length)
            exchange.getResponseBody().write(piece, 0, Math.min(left, piece.length));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
