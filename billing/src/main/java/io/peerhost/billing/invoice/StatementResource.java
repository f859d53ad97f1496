package io.peerhost.billing.invoice;

import io.peerhost.billing.problem.Asked;
import io.peerhost.protocol.billing.Earnings;
import io.peerhost.protocol.billing.Statement;
import io.peerhost.rest.access.Clients;
import io.peerhost.rest.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Statements of an account, as who rents or who sells. */
@Path("/internal/accounts")
@RolesAllowed(Clients.PORTAL)
public class StatementResource {
    private final DataSource database;
    private final Clock clock;

    StatementResource(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param as {@code renter} or {@code seller} */
    @GET
    @Path("/{account}/statement")
    @Transactional
    public Statement ofAccount(
            @PathParam("account") UUID account,
            @QueryParam("as") @DefaultValue("renter") String as,
            @QueryParam("before") @DefaultValue(StatementLine.END) long before,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        Asked.limit(limit, StatementLine.HIGHEST);
        List<StatementLine> lines =
                switch (as) {
                    case "renter" -> StatementLine.ofRenter(account, before, limit);
                    case "seller" -> StatementLine.ofSeller(account, before, limit);
                    default -> throw Problem.malformed("`as` is `renter` or `seller`.");
                };
        return StatementLine.page(lines, limit);
    }

    /** What the account earned as who sells, however long ago. */
    @GET
    @Path("/{account}/earnings")
    public Earnings earnings(@PathParam("account") UUID account) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return SellerEarnings.of(connection, account, clock.instant());
        }
    }
}
