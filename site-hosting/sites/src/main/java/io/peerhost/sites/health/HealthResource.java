package io.peerhost.sites.health;

import io.peerhost.sites.blob.ObjectStore;
import io.peerhost.sites.database.Database;
import io.peerhost.sites.database.Sql;
import io.peerhost.sites.problem.Unavailable;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** What operators and {@code doctor} ask. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
    private final Database database;
    private final ObjectStore store;
    private final Figures figures;
    private final Invariants invariants;

    HealthResource(Database database, ObjectStore store, Figures figures, Invariants invariants) {
        this.database = database;
        this.store = store;
        this.figures = figures;
        this.invariants = invariants;
    }

    /** @throws Unavailable while database or store do not answer; without Kafka we work on, and send events later */
    @GET
    @Path("ready")
    @PermitAll
    public Map<String, String> ready() {
        database.call(connection -> Sql.number(connection, "SELECT 1"));
        if (!store.answers()) throw new Unavailable("The object store does not answer.", null);
        return Map.of("status", "ready");
    }

    @GET
    @Path("figures")
    @PermitAll
    public Map<String, Long> figures() {
        return figures.now();
    }

    @GET
    @Path("invariants")
    @RolesAllowed("service")
    public List<Invariant> invariants() {
        return invariants.check();
    }
}
