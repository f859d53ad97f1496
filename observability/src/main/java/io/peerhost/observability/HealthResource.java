package io.peerhost.observability;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks the service's own {@link Need}s, {@link Figures} and {@link Invariants}. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public class HealthResource {
    private final Instance<Need> needs;
    private final Instance<Figures> figures;
    private final Instance<Invariants> invariants;

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
    public Map<String, Long> figures() {
        Map<String, Long> all = new TreeMap<>();
        figures.forEach(some -> all.putAll(some.now()));
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
