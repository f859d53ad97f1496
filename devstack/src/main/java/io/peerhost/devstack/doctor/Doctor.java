package io.peerhost.devstack.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Asks each service whether it is ready, whether what is on its way arrives ({@code /health/figures}: all that is pending or lags
 * falls to 0), and whether its invariants hold ({@code /health/invariants}).
 */
public final class Doctor {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Duration settling;
    private final Supplier<String> token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * @param settling how long things may be on their way
     * @param token of a client with the role {@code service}
     */
    public Doctor(Duration settling, Supplier<String> token) {
        this.settling = settling;
        this.token = token;
    }

    public List<Finding> examine(Subject subject) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        try {
            findings.add(ready(subject));
            if (findings.getFirst().well()) {
                findings.addAll(figures(subject));
                findings.addAll(invariants(subject));
            }
        } catch (IOException e) {
            findings.add(Finding.ill(subject.name(), "does not answer at " + subject.base() + ": " + e));
        }
        return findings;
    }

    private Finding ready(Subject subject) throws IOException, InterruptedException {
        var answer = get(subject.at("/health/ready"), false);
        return answer.statusCode() == 200
                ? Finding.well(subject.name(), "ready")
                : Finding.ill(subject.name(), "not ready: " + answer.body());
    }

    private List<Finding> figures(Subject subject) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + settling.toNanos();
        Map<String, Long> figures = underWay(subject);
        while (figures.values().stream().anyMatch(count -> count > 0) && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            figures = underWay(subject);
        }
        return figures.entrySet().stream()
                .map(figure -> new Finding(
                        subject.name() + " " + figure.getKey(), figure.getValue() == 0, "is " + figure.getValue()))
                .toList();
    }

    /** What must come to rest: outboxes, and consumers behind their topics. */
    private Map<String, Long> underWay(Subject subject) throws IOException, InterruptedException {
        var answer = get(subject.at("/health/figures"), false);
        var found = new TreeMap<String, Long>();
        if (answer.statusCode() == 200) {
            for (Map.Entry<String, JsonNode> figure :
                    Json.mapper().readTree(answer.body()).properties()) {
                if (figure.getKey().endsWith("pending") || figure.getKey().endsWith("lag")) {
                    found.put(figure.getKey(), figure.getValue().asLong());
                }
            }
        }
        return found;
    }

    private List<Finding> invariants(Subject subject) throws IOException, InterruptedException {
        var answer = get(subject.at("/health/invariants"), true);
        if (answer.statusCode() == 404) {
            return List.of();
        }
        if (answer.statusCode() != 200) {
            return List.of(Finding.ill(
                    subject.name() + " invariants", "were not told: " + answer.statusCode() + " " + answer.body()));
        }
        JsonNode told = Json.mapper().readTree(answer.body());
        if (!told.isArray()) {
            return List.of(Finding.ill(subject.name() + " invariants", "are no list: " + answer.body()));
        }
        var findings = new ArrayList<Finding>();
        for (JsonNode invariant : told) {
            findings.add(new Finding(
                    subject.name() + ": " + invariant.path("name").asText(),
                    invariant.path("holds").asBoolean(),
                    invariant.path("detail").asText()));
        }
        return findings;
    }

    private HttpResponse<String> get(URI uri, boolean signedIn) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        if (signedIn) {
            request.header("Authorization", "Bearer " + token.get());
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
