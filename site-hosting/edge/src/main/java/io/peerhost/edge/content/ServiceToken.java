package io.peerhost.edge.content;

import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The edge's own access token, by client credentials; asked for again shortly before it ends. */
public final class ServiceToken {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration EARLY = Duration.ofSeconds(20);

    private final HttpClient http;
    private final URI endpoint;
    private final String form;
    private final Clock clock;
    private String token;
    private Instant until = Instant.MIN;

    private record Answer(String access_token, long expires_in) {}

    public ServiceToken(HttpClient http, URI issuer, String client, String secret, Clock clock) {
        this.http = http;
        this.endpoint = URI.create(issuer + "/protocol/openid-connect/token");
        this.form = "grant_type=client_credentials&client_id=" + encoded(client) + "&client_secret=" + encoded(secret);
        this.clock = clock;
    }

    /** @throws IOException when the issuer gives none */
    public synchronized String get() throws IOException {
        if (clock.instant().isBefore(until)) return token;
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200)
                throw new IOException("The issuer " + endpoint + " answered " + response.statusCode());
            Answer answer = Json.read(response.body(), Answer.class);
            token = answer.access_token;
            until = clock.instant().plusSeconds(answer.expires_in).minus(EARLY);
            return token;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    public synchronized void forget() {
        until = Instant.MIN;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
