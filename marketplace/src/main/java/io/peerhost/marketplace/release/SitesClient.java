package io.peerhost.marketplace.release;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.json.Json;
import io.peerhost.rest.problem.Problem;
import io.quarkus.oidc.client.OidcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The sites service, as its {@code /internal} doors are; called with this service's own token. */
@ApplicationScoped
public class SitesClient {
    private static final TypeReference<List<ReleaseSummary>> RELEASES = new TypeReference<>() {};
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

    private final OidcClient tokens;
    private final String base;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    public SitesClient(OidcClient tokens, @ConfigProperty(name = "marketplace.sites.url") String base) {
        this.tokens = tokens;
        this.base = base;
    }

    /** The newest first. @throws Problem as the service answers it, or 503 when it does not */
    public List<ReleaseSummary> releases(UUID site) {
        return Json.read(send("GET", "/internal/sites/" + site + "/releases", null, null), RELEASES);
    }

    /** @param release where the pointer goes; null for the one before */
    public ReleaseSummary point(UUID site, Integer release, String idempotencyKey) {
        Map<String, Object> body = new HashMap<>();
        body.put("release", release);
        String answer = send("POST", "/internal/sites/" + site + "/pointer", Json.write(body), idempotencyKey);
        return Json.read(answer, ReleaseSummary.class);
    }

    private String send(String method, String path, String body, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json");
        if (key != null) request.header("Idempotency-Key", key);
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        try {
            request.header("Authorization", "Bearer " + token());
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2 && response.body().length() <= LONGEST_ANSWER) return response.body();
            throw refused(response);
        } catch (IOException e) {
            throw away();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away();
        }
    }

    private String token() throws IOException {
        try {
            return tokens.getTokens().await().atMost(PATIENCE).getAccessToken();
        } catch (RuntimeException e) {
            throw new IOException("The sign-in gave no token", e);
        }
    }

    /** What it says of the request is passed on; what went wrong between us is ours. */
    private static Problem refused(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status != 404 && status != 409 && status != 422) return away();
        Problem.Body said = Json.read(response.body(), Problem.Body.class);
        String kind = said.type() == null
                ? "refused"
                : said.type().substring(said.type().lastIndexOf(':') + 1);
        return Problem.of(status, kind, said.title(), said.detail());
    }

    private static Problem away() {
        return Problem.of(
                        503,
                        "sites-away",
                        "Releases are not to be had at the moment",
                        "The service that keeps them does not answer. Sites are served on; try again soon.")
                .with("retryAfterSeconds", 5);
    }
}
