package io.peerhost.marketplace.portal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerhost.protocol.json.Json;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Says what billing says of five epochs; of those before the first it breaks, and it knows nothing else. */
public final class BillingStand implements QuarkusTestResourceLifecycleManager {
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", BillingStand::answer);
        server.start();
        return Map.of(
                "marketplace.billing.url",
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange request) throws IOException {
        String asked = request.getRequestURI().toString();
        int status = asked.contains("before=1") ? 500 : asked.startsWith("/api/audit/epochs?") ? 200 : 404;
        byte[] body = status == 200
                ? Json.bytes(AuditSamples.audited())
                : "{\"detail\":\"There is none.\"}".getBytes(StandardCharsets.UTF_8);
        request.sendResponseHeaders(status, body.length);
        try (request) {
            request.getResponseBody().write(body);
        }
    }
}
