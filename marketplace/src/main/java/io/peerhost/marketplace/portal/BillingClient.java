package io.peerhost.marketplace.portal;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.protocol.billing.Audit;
import io.peerhost.protocol.billing.Bill;
import io.peerhost.protocol.billing.Earnings;
import io.peerhost.protocol.billing.Statement;
import io.peerhost.protocol.billing.UsagePoint;
import io.peerhost.protocol.identity.Bytes32;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The billing service, as its doors are: the public audit, and what leases used and cost with this service's own token. */
@ApplicationScoped
public class BillingClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;
    private static final int MOST_LEASES = 500;

    private final OidcClient tokens;
    private final String base;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    public BillingClient(OidcClient tokens, @ConfigProperty(name = "marketplace.billing.url") String base) {
        this.tokens = tokens;
        this.base = base;
    }

    public Audit.Epochs epochs(Long before) {
        return Json.read(
                get("/api/audit/epochs?limit=20" + (before == null ? "" : "&before=" + before)), Audit.Epochs.class);
    }

    public Audit.EpochDetail epoch(long number, Bytes32 after) {
        String from = after == null ? "" : "&after=" + after;
        return Json.read(get("/api/audit/epochs/" + number + "?limit=50" + from), Audit.EpochDetail.class);
    }

    public Audit.Proof proof(Bytes32 lease, Long epoch) {
        String until = epoch == null ? "" : "?epoch=" + epoch;
        return Json.read(get("/api/audit/leases/" + lease + "/proof" + until), Audit.Proof.class);
    }

    public List<Bill> bills(List<Bytes32> leases) {
        if (leases.isEmpty()) return List.of();
        String asked = leases.stream()
                .limit(MOST_LEASES)
                .map(lease -> "lease=" + lease)
                .collect(Collectors.joining("&"));
        return Json.read(get("/internal/leases/bills?" + asked), new TypeReference<List<Bill>>() {});
    }

    /** The last 24 hours; empty while the lease is not known there yet. */
    public List<UsagePoint> usage(Bytes32 lease) {
        try {
            return Json.read(get("/internal/leases/" + lease + "/usage"), new TypeReference<List<UsagePoint>>() {});
        } catch (Problem problem) {
            if (problem.body().status() == 404) return List.of();
            throw problem;
        }
    }

    /** All that an account's machines ever earned. */
    public Earnings earnings(UUID seller) {
        return Json.read(get("/internal/accounts/" + seller + "/earnings"), Earnings.class);
    }

    /** What an account's machines earned and were paid, the newest first. */
    public List<Statement.Line> sales(UUID seller) {
        return statement(seller, "seller");
    }

    /** What an account's sites put into escrow, paid and got back, the newest first. */
    public List<Statement.Line> spendings(UUID renter) {
        return statement(renter, "renter");
    }

    private List<Statement.Line> statement(UUID account, String as) {
        return Json.read(get("/internal/accounts/" + account + "/statement?limit=500&as=" + as), Statement.class)
                .lines();
    }

    private String get(String path) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(PATIENCE)
                    .header("Accept", "application/json");
            if (path.startsWith("/internal")) request.header("Authorization", "Bearer " + token());
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200 && response.body().length() <= LONGEST_ANSWER) return response.body();
            if (response.statusCode() == 404)
                throw Problem.missing(said(response).orElse("There is none of that name."));
            throw away();
        } catch (IOException e) {
            throw away();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away();
        }
    }

    private static Optional<String> said(HttpResponse<String> response) {
        try {
            return Optional.ofNullable(
                    Json.read(response.body(), Problem.Body.class).detail());
        } catch (Json.Malformed e) {
            return Optional.empty();
        }
    }

    private String token() throws IOException {
        try {
            return tokens.getTokens().await().atMost(PATIENCE).getAccessToken();
        } catch (RuntimeException e) {
            throw new IOException("The sign-in gave no token", e);
        }
    }

    private static Problem away() {
        return Problem.of(
                        503,
                        "billing-away",
                        "Bills are not to be had at the moment",
                        "The service that keeps them does not answer. Nothing is lost; try again soon.")
                .with("retryAfterSeconds", 5);
    }
}
