package io.peerhost.billing.invoice;

import io.peerhost.billing.journal.Journal;
import io.peerhost.billing.lease.Lease;
import io.peerhost.billing.lease.LeaseTable;
import io.peerhost.billing.problem.Asked;
import io.peerhost.billing.rating.Rated;
import io.peerhost.billing.rating.Rating;
import io.peerhost.billing.usage.FactsTable;
import io.peerhost.protocol.billing.Bill;
import io.peerhost.protocol.billing.Statement;
import io.peerhost.protocol.billing.UsagePoint;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.rest.access.Clients;
import io.peerhost.rest.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What leases have used and cost so far. */
@Path("/internal/leases")
@RolesAllowed(Clients.PORTAL)
public class LeaseResource {
    private static final int HIGHEST = 500;
    private static final Duration LONGEST = Duration.ofDays(7);

    private final DataSource database;
    private final Rating rating;
    private final Clock clock;

    LeaseResource(DataSource database, Rating rating, Clock clock) {
        this.database = database;
        this.rating = rating;
        this.clock = clock;
    }

    /** A bill of each lease that is known; at most 500 leases. */
    @GET
    @Path("/bills")
    public List<Bill> bills(@QueryParam("lease") List<String> asked) throws SQLException {
        if (asked.size() > HIGHEST) throw Problem.malformed("At most " + HIGHEST + " leases at a time.");
        List<Bytes32> ids = asked.stream().map(Asked::lease).distinct().toList();
        try (Connection connection = database.getConnection()) {
            List<Lease> leases = LeaseTable.find(connection, ids);
            Map<Bytes32, FactsTable.Use> uses = FactsTable.until(connection, leases, clock.instant());
            Map<Bytes32, BigInteger> charged = Journal.charged(connection, ids);
            return leases.stream()
                    .map(lease -> bill(
                            lease,
                            uses.getOrDefault(lease.id(), FactsTable.Use.NONE),
                            charged.getOrDefault(lease.id(), BigInteger.ZERO)))
                    .toList();
        }
    }

    private Bill bill(Lease lease, FactsTable.Use use, BigInteger billed) {
        Rated rated = rating.rate(lease.reserved(), lease.prices(), use.facts());
        return new Bill(
                lease.id(), rated.upSeconds(), rated.egressBytes(), use.cpuMillis(), use.memoryMibSeconds(), billed);
    }

    /** Use by five minutes, the last 24 hours when nothing else is asked, a week at most. */
    @GET
    @Path("/{lease}/usage")
    public List<UsagePoint> usage(
            @PathParam("lease") String lease, @QueryParam("from") String from, @QueryParam("to") String to)
            throws SQLException {
        Bytes32 id = Asked.lease(lease);
        Instant end = Asked.time("to", to, clock.instant());
        Instant start = Asked.time("from", from, end.minus(Duration.ofDays(1)));
        if (start.isAfter(end)) throw Problem.malformed("`from` is after `to`.");
        if (Duration.between(start, end).compareTo(LONGEST) > 0)
            throw Problem.malformed("At most a week at a time: bring `from` and `to` nearer.");
        try (Connection connection = database.getConnection()) {
            Lease known = LeaseTable.find(connection, List.of(id)).stream()
                    .findFirst()
                    .orElseThrow(() -> Problem.missing("No lease of that name has been heard of here: " + id));
            return UsageSeries.of(connection, known, start, end);
        }
    }

    /** What happened to the money of a lease, newest first. */
    @GET
    @Path("/{lease}/statement")
    @Transactional
    public Statement statement(
            @PathParam("lease") String lease,
            @QueryParam("before") @DefaultValue(StatementLine.END) long before,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        byte[] id = Asked.lease(lease).bytes();
        return StatementLine.page(StatementLine.ofLease(id, before, Asked.limit(limit, StatementLine.HIGHEST)), limit);
    }
}
