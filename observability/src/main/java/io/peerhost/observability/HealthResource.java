package io.peerhost.observability;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks the service's own {@link Need}s, {@link Figures} and {@link Invariants}. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public class HealthResource {
    /** Figures count rows, and anybody may ask: they are that old at most. */
    private static final Duration KEPT = Duration.ofSeconds(2);

    private final Instance<Need> needs;
    private final Instance<Figures> figures;
    private final Instance<Invariants> invariants;
    private Map<String, Long> last = Map.of();
    private long lastAt = System.nanoTime() - KEPT.toNanos();

    public HealthResource(Instance<Need> needs, Instance<Figures> figures, Instance<Invariants> invariants) {
        this.needs = needs;
        this.figures = figures;
        this.invariants = invariants;
    }

    /** 503 while something is away that the service cannot work without. */
    @GET
    @Path("/ready")
    public Map<String, String> ready() {
        needs.forEach(Need::require);
        return Map.of("status", "ready");
    }

    @GET
    @Path("/figures")
    public synchronized Map<String, Long> figures() {
        if (System.nanoTime() - lastAt < KEPT.toNanos()) return last;
        Map<String, Long> all = new TreeMap<>();
        figures.forEach(some -> all.putAll(some.now()));
        last = all;
        lastAt = System.nanoTime();
        return all;
    }

    /** What must always hold, looked at now. */
    @GET
    @Path("/invariants")
    @RolesAllowed("service")
    public List<Invariant> invariants() {
        return invariants.stream().flatMap(some -> some.check().stream()).toList();
    }
}
