package io.peerhost.marketplace.api;

import io.peerhost.rest.problem.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** No operation of the API takes a list in its query: what is said twice, or said to be nothing, is refused, not half obeyed. */
public class PlainQuery {
    @ServerRequestFilter
    public void check(ContainerRequestContext request) {
        if (!request.getUriInfo().getPath().startsWith("/api/")) return;
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (values.size() > 1) throw Problem.malformed("The query says `" + name + "` more than once.");
            if (values.getFirst().isEmpty())
                throw Problem.malformed("The query says `" + name + "` without a value. Leave it out.");
        });
    }
}
