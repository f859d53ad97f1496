package io.peerhost.gateway.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bearer token this process calls other services with: client credentials at the issuer's token endpoint, kept until
 * shortly before it ends.
 */
public final class ServiceToken {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final HttpClient http;
    private final URI issuer;
    private final String authorization;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private URI endpoint;
    private String token;
    private Instant until = Instant.EPOCH;

    public ServiceToken(HttpClient http, URI issuer, String client, String secret, Clock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString((encoded(client) + ":" + encoded(secret)).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IOException when the issuer gives none */
    public String get() throws IOException {
        lock.lock();
        try {
            if (token == null || !clock.instant().isBefore(until)) fetch();
            return token;
        } finally {
            lock.unlock();
        }
    }

    /** The token {@code refused} was not accepted: the next {@link #get()} fetches another. */
    public void forget(String refused) {
        lock.lock();
        try {
            if (refused.equals(token)) token = null;
        } finally {
            lock.unlock();
        }
    }

    private void fetch() throws IOException {
        if (endpoint == null) endpoint = discover();
        JsonNode answer = send(HttpRequest.newBuilder(endpoint)
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
        token = answer.path("access_token").asText(null);
        if (token == null) throw new IOException("The identity provider's answer holds no token");
        Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(60));
        until = clock.instant()
                .plus(life.compareTo(MARGIN.multipliedBy(2)) > 0 ? life.minus(MARGIN) : life.dividedBy(2));
    }

    private URI discover() throws IOException {
        JsonNode answer = send(HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration")));
        String found = answer.path("token_endpoint").asText(null);
        if (found == null) throw new IOException("The identity provider names no token endpoint");
        return URI.create(found);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException {
        try {
            var response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
            if (response.statusCode() != 200)
                throw new IOException("The identity provider answered " + response.statusCode());
            return Json.mapper().readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the identity provider", e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
