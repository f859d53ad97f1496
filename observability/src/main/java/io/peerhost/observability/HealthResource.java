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
    /** Figures count rows, and anybody may ask. */
    private static final Duration KEPT = Duration.ofSeconds(2);

    private final Instance<Need> needs;
    private final Kept<Map<String, Long>> figures;
    private final Instance<Invariants> invariants;

    public HealthResource(Instance<Need> needs, Instance<Figures> figures, Instance<Invariants> invariants) {
        this.needs = needs;
        this.figures = new Kept<>(KEPT, () -> all(figures));
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
    public Map<String, Long> figures() {
        return figures.get();
    }

    /** What must always hold, looked at now. */
    @GET
    @Path("/invariants")
    @RolesAllowed("service")
    public List<Invariant> invariants() {
        return invariants.stream().flatMap(some -> some.check().stream()).toList();
    }

    private static Map<String, Long> all(Instance<Figures> figures) {
        Map<String, Long> all = new TreeMap<>();
        figures.forEach(some -> all.putAll(some.now()));
        return all;
    }
}
