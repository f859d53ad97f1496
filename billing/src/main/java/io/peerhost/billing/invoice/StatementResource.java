package io.peerhost.billing.invoice;

import io.peerhost.billing.problem.Asked;
import io.peerhost.billing.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;

/** Statements: by lease, and by account as who rents or who sells. */
@Path("/internal")
@RolesAllowed("service")
public class StatementResource {
    private static final int HIGHEST = 500;
    private static final String END = "9223372036854775807";

    @GET
    @Path("/leases/{lease}/statement")
    @Transactional
    public Statement ofLease(
            @PathParam("lease") String lease,
            @QueryParam("before") @DefaultValue(END) long before,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        byte[] id = Asked.lease(lease).bytes();
        return Statement.of(StatementLine.ofLease(id, before, Asked.limit(limit, HIGHEST)), limit);
    }

    /** @param as {@code renter} or {@code seller} */
    @GET
    @Path("/accounts/{account}/statement")
    @Transactional
    public Statement ofAccount(
            @PathParam("account") UUID account,
            @QueryParam("as") @DefaultValue("renter") String as,
            @QueryParam("before") @DefaultValue(END) long before,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        Asked.limit(limit, HIGHEST);
        List<StatementLine> lines =
                switch (as) {
                    case "renter" -> StatementLine.ofRenter(account, before, limit);
                    case "seller" -> StatementLine.ofSeller(account, before, limit);
                    default -> throw Problem.malformed("`as` is `renter` or `seller`.");
                };
        return Statement.of(lines, limit);
    }
}
