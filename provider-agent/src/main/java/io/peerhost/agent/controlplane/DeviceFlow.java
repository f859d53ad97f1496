package io.peerhost.agent.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sign-in on another device (RFC 8628), for a machine without a browser: client {@code provider-agent}, which has no secret. */
final class DeviceFlow {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceFlow.class);
    private static final String CLIENT = "provider-agent";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final URI issuer;
    private final Http http;

    DeviceFlow(URI issuer, Http http) {
        this.issuer = issuer;
        this.http = http;
    }

    /** The access token of whoever signed in. */
    String signIn() throws IOException, InterruptedException {
        JsonNode endpoints = http.get(URI.create(issuer + "/.well-known/openid-configuration"))
                .body();
        Http.Answer begun = post(
                endpoint(endpoints, "device_authorization_endpoint"), Map.of("client_id", CLIENT, "scope", "openid"));
        if (!begun.fine()) throw new IOException("Sign-in could not begin: " + begun.problem());
        JsonNode device = begun.body();
        LOG.info(
                "Sign in to enrol this machine: open {} and enter the code {}",
                device.path("verification_uri").asText(),
                device.path("user_code").asText());
        if (device.hasNonNull("verification_uri_complete"))
            LOG.info("or open {}", device.get("verification_uri_complete").asText());
        return poll(endpoint(endpoints, "token_endpoint"), device);
    }

    private String poll(URI tokens, JsonNode device) throws IOException, InterruptedException {
        Duration pause = Enrolment.seconds(device, "interval", 5);
        long end =
                System.nanoTime() + Enrolment.seconds(device, "expires_in", 600).toNanos();
        Map<String, String> question = Map.of(
                "client_id",
                CLIENT,
                "grant_type",
                GRANT,
                "device_code",
                device.path("device_code").asText());
        while (System.nanoTime() < end) {
            Thread.sleep(pause);
            Http.Answer answer = post(tokens, question);
            if (answer.fine()) return answer.body().path("access_token").asText();
            switch (answer.body().path("error").asText()) {
                case "authorization_pending" -> LOG.debug("Still waiting for the sign-in");
                case "slow_down" -> pause = pause.plusSeconds(5);
                default -> throw new IOException("Nobody signed in: " + answer.problem());
            }
        }
        throw new IOException("Nobody signed in in time: start the agent again for a new code");
    }

    private Http.Answer post(URI address, Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private URI endpoint(JsonNode endpoints, String name) throws IOException {
        if (!endpoints.hasNonNull(name))
            throw new IOException("The sign-in service at " + issuer + " does not offer " + name
                    + ": check OIDC_ISSUER, or enrol with ENROLMENT_TOKEN");
        return URI.create(endpoints.get(name).asText());
    }
}
