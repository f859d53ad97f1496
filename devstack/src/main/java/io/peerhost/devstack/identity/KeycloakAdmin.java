package io.peerhost.devstack.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What is asked of Keycloak's admin API: that the realm is there. */
public final class KeycloakAdmin {
    /** The account that administers a laptop's Keycloak. */
    public static final String USER = "admin";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final String password;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    public KeycloakAdmin(URI base, String password) {
        this.base = base;
        this.password = password;
    }

    /** Makes the realm; one that is there stays as it is. */
    public void ensure(Realm realm) {
        var request = HttpRequest.newBuilder(base.resolve("/admin/realms"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(realm.json()))
                .build();
        var answer = send(request);
        if (answer.statusCode() != 201 && answer.statusCode() != 409) {
            throw new IllegalStateException("Keycloak refused the realm: " + answer.statusCode() + " " + answer.body());
        }
    }

    private String token() {
        String form = "grant_type=password&client_id=admin-cli&username=" + USER + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(base.resolve("/realms/master/protocol/openid-connect/token"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        var answer = send(request);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("Keycloak refused its administrator: " + answer.statusCode());
        }
        try {
            return JSON.readTree(answer.body()).get("access_token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak does not answer at " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Keycloak was asked", e);
        }
    }
}
