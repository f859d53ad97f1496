package io.peerhost.devstack.doctor;

import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** A token by client credentials, asked for on each use: the doctor's few questions come minutes apart. */
public record ServiceToken(URI issuer, String client, String secret) implements Supplier<String> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String get() {
        String form =
                "grant_type=client_credentials&client_id=" + encoded(client) + "&client_secret=" + encoded(secret);
        var request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("Keycloak refused the client " + client + ": " + answer.statusCode());
            }
            return Json.mapper().readTree(answer.body()).path("access_token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak does not answer at " + issuer, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while signing in", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
