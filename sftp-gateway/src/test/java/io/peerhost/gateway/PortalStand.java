package io.peerhost.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.peerhost.protocol.access.SshLogin;
import io.peerhost.protocol.draft.DraftProgress;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.replica.ReplicaLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The marketplace as the gateway sees it: who logs in, what it is told of drafts, what replicas wrote. */
final class PortalStand {
    final Map<String, SshLogin> logins = new ConcurrentHashMap<>();
    /** The last of each site. */
    final Map<UUID, DraftProgress> progress = new ConcurrentHashMap<>();

    final Map<UUID, List<ReplicaLog>> logs = new ConcurrentHashMap<>();
    final AtomicInteger refused = new AtomicInteger();
    volatile boolean down;

    boolean hears(String path) {
        return path.equals("/internal/ssh/logins") || path.equals("/internal/drafts") || path.endsWith("/logs");
    }

    void handle(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (down) Answers.problem(exchange, 503, Map.of("detail", "Down"));
        else if (path.endsWith("/logins")) login(exchange, body);
        else if (path.endsWith("/drafts")) progress(exchange, body);
        else Answers.answer(exchange, 200, logs.getOrDefault(UUID.fromString(path.split("/")[3]), List.of()));
    }

    private void login(HttpExchange exchange, byte[] body) throws IOException {
        SshLogin.Question question = Json.read(body, SshLogin.Question.class);
        SshLogin login = logins.get(question.userName() + " " + question.publicKey());
        if (login == null) {
            refused.incrementAndGet();
            Answers.problem(exchange, 403, Map.of("detail", "Not that user's key"));
        } else Answers.answer(exchange, 200, login);
    }

    private void progress(HttpExchange exchange, byte[] body) throws IOException {
        for (JsonNode one : Json.read(body, JsonNode.class)) {
            DraftProgress told = Json.mapper().treeToValue(one, DraftProgress.class);
            progress.put(told.site(), told);
        }
        exchange.sendResponseHeaders(204, -1);
    }
}
