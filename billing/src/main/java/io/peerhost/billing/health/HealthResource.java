package io.peerhost.billing.health;

import io.peerhost.billing.database.Sql;
import io.peerhost.billing.problem.Problem;
import io.peerhost.billing.service.Readers;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.messaging.Outbox;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Whether billing can work, and what {@code doctor} asks it. */
@Path("/health")
public class HealthResource {
    private final DataSource database;
    private final Readers readers;
    private final TransactionSender sender;
    private final Invariants invariants;

    HealthResource(DataSource database, Readers readers, TransactionSender sender, Invariants invariants) {
        this.database = database;
        this.readers = readers;
        this.sender = sender;
        this.invariants = invariants;
    }

    @GET
    @Path("/ready")
    @PermitAll
    public Map<String, String> ready() {
        try (Connection connection = database.getConnection()) {
            Sql.number(connection, "SELECT 1");
            return Map.of("status", "ready");
        } catch (SQLException e) {
            throw Problem.unavailable("The database does not answer: " + e.getMessage());
        }
    }

    @GET
    @Path("/figures")
    @PermitAll
    public Map<String, Long> figures() throws SQLException {
        Map<String, Long> figures = new TreeMap<>();
        figures.put("outbox.pending", Outbox.pending(database));
        figures.put("inbox.lag", readers.lag());
        figures.put("usage.refused", readers.refused());
        figures.put("chain.pending", sender.pending());
        try (Connection connection = database.getConnection()) {
            figures.put("inbox.rejected", Sql.number(connection, "SELECT count(*) FROM inbox_rejected"));
            figures.put("usage.faults", Sql.number(connection, "SELECT count(*) FROM usage_fault"));
            figures.put("epochs.closed", Sql.number(connection, "SELECT max(number) FROM epoch"));
            figures.put("epochs.open", Sql.number(connection, "SELECT count(*) FROM epoch WHERE stage <> 'CLAIMED'"));
        }
        return figures;
    }

    /** What must always hold, looked at now. */
    @GET
    @Path("/invariants")
    @RolesAllowed("service")
    public List<Invariants.Invariant> invariants() throws SQLException {
        return invariants.check();
    }
}
