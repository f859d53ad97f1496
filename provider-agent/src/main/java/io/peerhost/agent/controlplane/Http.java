package io.peerhost.agent.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** JSON over HTTP as sign-in and portal speak it: small answers, time limits. */
record Http(HttpClient client) {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LONGEST = 256 * 1024;

    record Answer(int status, JsonNode body) {
        boolean fine() {
            return status / 100 == 2;
        }

        /** What went wrong, for people: a problem's detail, an OAuth error's description, else the status. */
        String problem() {
            for (String member : new String[] {"detail", "error_description", "title", "error"})
                if (body.hasNonNull(member)) return body.get(member).asText();
            return "HTTP status " + status;
        }
    }

    Answer get(URI address) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address));
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest complete = request.timeout(LIMIT)
                .header("Accept", "application/json, application/problem+json")
                .build();
        HttpResponse<java.io.InputStream> answer = client.send(complete, HttpResponse.BodyHandlers.ofInputStream());
        try (var body = answer.body()) {
            byte[] bytes = body.readNBytes(LONGEST);
            return new Answer(answer.statusCode(), parse(bytes));
        }
    }

    private static JsonNode parse(byte[] bytes) {
        int start = bytes.length > 0 ? bytes[0] : 0;
        if (start != '{' && start != '[') return Json.mapper().createObjectNode();
        try {
            return Json.read(new String(bytes, StandardCharsets.UTF_8), JsonNode.class);
        } catch (Json.Malformed e) {
            return Json.mapper().createObjectNode();
        }
    }
}
