package io.peerhost.edge.health;

import io.peerhost.edge.http.Pages;
import io.peerhost.edge.http.Prepared;
import io.peerhost.edge.http.Visit;
import io.peerhost.edge.http.VisitHandler;
import io.peerhost.edge.wire.Fields;
import io.peerhost.protocol.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code GET /health/ready} and {@code GET /health/figures}. */
public final class HealthPages implements VisitHandler {
    private final Supplier<Optional<String>> problem;
    private final Supplier<Map<String, Number>> figures;

    /** @param problem why this edge cannot work, in a sentence; empty when it can */
    public HealthPages(Supplier<Optional<String>> problem, Supplier<Map<String, Number>> figures) {
        this.problem = problem;
        this.figures = figures;
    }

    /** Whether this is a path of health. */
    public static boolean concerns(Visit visit) {
        return visit.head().target().startsWith("/health/");
    }

    @Override
    public void handle(Visit visit) {
        switch (visit.head().target()) {
            case "/health/ready" -> {
                Optional<String> why = problem.get();
                if (why.isEmpty()) json(visit, Map.of("status", "ready"));
                else Pages.problem(visit, 503, "Not ready", why.get());
            }
            case "/health/figures" -> json(visit, figures.get());
            default -> Pages.problem(visit, 404, "Page not found", "There is /health/ready and /health/figures.");
        }
    }

    private static void json(Visit visit, Object content) {
        Fields fields = new Fields().add("content-type", "application/json").add("cache-control", "no-store");
        visit.answer(Prepared.of(200, fields, Json.bytes(content)));
    }
}
