package io.peerhost.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code GET /health/ready} and {@code GET /health/figures}. */
final class Health implements AutoCloseable {
    private final HttpServer server;

    Health(String host, int port, BooleanSupplier ready, Supplier<Map<String, Long>> figures) throws IOException {
        server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health/ready", exchange -> {
            if (ready.getAsBoolean()) answer(exchange, 200, "application/json", Map.of("ready", true));
            else
                answer(
                        exchange,
                        503,
                        "application/problem+json",
                        Map.of("title", "Not ready", "status", 503, "detail", "The SSH port is not open"));
        });
        server.createContext("/health/figures", exchange -> answer(exchange, 200, "application/json", figures.get()));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String type, Object body) throws IOException {
        byte[] bytes = Json.bytes(body);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
