package io.peerhost.marketplace.api;

import io.peerhost.rest.problem.Problem;
import jakarta.ws.rs.core.Response;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Two did the same at once, and this one came second. */
public class Conflicts {
    private static final Logger LOG = Logger.getLogger(Conflicts.class);

    @ServerExceptionMapper
    public Response second(ConstraintViolationException e) {
        LOG.debugf(e, "A constraint held");
        return Problem.conflict("conflict", "Somebody was faster. Look again and retry.")
                .answer();
    }
}
