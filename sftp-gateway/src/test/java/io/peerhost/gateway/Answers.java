package io.peerhost.gateway;

import com.sun.net.httpserver.HttpExchange;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** How the stand-ins answer. */
final class Answers {
    private Answers() {}

    static void answer(HttpExchange exchange, int status, Object value) throws IOException {
        write(exchange, status, "application/json", Json.bytes(value));
    }

    static void problem(HttpExchange exchange, int status, Map<String, ?> members) throws IOException {
        problem(exchange, status, "status-" + status, members);
    }

    static void problem(HttpExchange exchange, int status, String kind, Map<String, ?> members) throws IOException {
        Map<String, Object> all = new HashMap<>(members);
        all.put("type", "urn:peerhost:problem:" + kind);
        write(exchange, status, "application/problem+json", Json.write(all).getBytes(StandardCharsets.UTF_8));
    }

    static void write(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
