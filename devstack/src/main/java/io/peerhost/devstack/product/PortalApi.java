package io.peerhost.devstack.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The portal's JSON API as one signed-in person uses it; the token comes from the sign-in and is renewed in time. */
public final class PortalApi {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI portal;
    private final URI issuer;
    private final Status.Account account;
    private String token;
    private Instant renewAt = Instant.EPOCH;

    /** @param issuer the realm, {@code …/realms/peerhost} */
    public PortalApi(URI portal, URI issuer, Status.Account account) {
        this.portal = portal;
        this.issuer = issuer;
        this.account = account;
    }

    /** An answer that was not a success. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;

        Refused(String what, int status, String body) {
            super(what + " answered " + status + ": " + body);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null, null);
    }

    /** With an idempotency key of its own. */
    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return post(path, body, UUID.randomUUID().toString());
    }

    public JsonNode post(String path, Object body, String idempotencyKey) throws IOException, InterruptedException {
        return send("POST", path, body, idempotencyKey);
    }

    public void delete(String path) throws IOException, InterruptedException {
        send("DELETE", path, null, UUID.randomUUID().toString());
    }

    private JsonNode send(String method, String path, Object body, String key)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(portal + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token());
        if (key != null) request.header("Idempotency-Key", key);
        if (body == null) request.method(method, HttpRequest.BodyPublishers.noBody());
        else
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2)
            throw new Refused(method + " " + path, response.statusCode(), response.body());
        return response.body().isEmpty()
                ? Json.mapper().missingNode()
                : Json.mapper().readTree(response.body());
    }

    private synchronized String token() throws IOException, InterruptedException {
        if (Instant.now().isBefore(renewAt)) return token;
        String form = "grant_type=password&client_id=peerhost-cli&scope=openid&username=" + encoded(account.name())
                + "&password=" + encoded(account.password());
        HttpResponse<String> response = signIn(form);
        // Against guessing, Keycloak lets one sign-in of a person at a time through and refuses the others as if wrong.
        for (int i = 0; i < 5 && response.statusCode() == 400; i++) {
            Thread.sleep(ThreadLocalRandom.current().nextLong(500, 2000));
            response = signIn(form);
        }
        if (response.statusCode() != 200)
            throw new Refused("The sign-in of " + account.name(), response.statusCode(), response.body());
        JsonNode answer = Json.mapper().readTree(response.body());
        token = answer.path("access_token").asText();
        renewAt =
                Instant.now().plusSeconds(Math.max(1, answer.path("expires_in").asLong() - 30));
        return token;
    }

    private HttpResponse<String> signIn(String form) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
