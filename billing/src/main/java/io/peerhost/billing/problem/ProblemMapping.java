package io.peerhost.billing.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where what went wrong becomes an answer. */
public class ProblemMapping {
    private static final Logger LOG = Logger.getLogger(ProblemMapping.class);

    @ServerExceptionMapper
    public Response problem(Problem problem) {
        return problem.answer();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response unauthorized(SecurityException e) {
        return Problem.of(401, "unauthorized", "Sign in first", "Send a valid bearer token in Authorization.")
                .answer();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e) {
        return Problem.of(403, "forbidden", "This is not allowed", "The token lacks the realm role `service`.")
                .answer();
    }

    /** What the framework itself refuses: no such path, method or media type. */
    @ServerExceptionMapper
    public Response framework(WebApplicationException e, ContainerRequestContext request) {
        int status = e.getResponse().getStatus();
        if (status < 400) return e.getResponse();
        String asked = request.getMethod() + " " + request.getUriInfo().getPath();
        return Problem.of(status, "http-" + status, "The request failed", asked + " is not possible like this.")
                .answer();
    }

    @ServerExceptionMapper
    public Response database(SQLException e, ContainerRequestContext request) {
        LOG.errorf(
                e,
                "%s %s: the database failed",
                request.getMethod(),
                request.getUriInfo().getPath());
        return Problem.unavailable("The database does not answer as it should. Try again.")
                .answer();
    }

    @ServerExceptionMapper
    public Response unexpected(RuntimeException e, ContainerRequestContext request) {
        LOG.errorf(e, "%s %s failed", request.getMethod(), request.getUriInfo().getPath());
        return Problem.of(500, "internal", "Something broke on our side", "It is in the logs; try again later.")
                .answer();
    }
}
