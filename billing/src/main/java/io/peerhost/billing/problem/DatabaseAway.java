package io.peerhost.billing.problem;

import io.peerhost.rest.problem.Problem;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Where statements fail the database is taken for away, and the caller asks again. */
public class DatabaseAway {
    private static final Logger LOG = Logger.getLogger(DatabaseAway.class);

    @ServerExceptionMapper
    public Response away(SQLException e) {
        LOG.error("The database failed", e);
        return Problem.unavailable("The database does not answer as it should. Try again.", e)
                .answer();
    }
}
