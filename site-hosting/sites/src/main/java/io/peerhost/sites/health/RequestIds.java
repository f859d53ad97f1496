package io.peerhost.sites.health;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Log lines of a request carry its id (the caller's, when it sends {@code X-Request-Id}) and its site. */
final class RequestIds {
    private static final int LONGEST = 100;

    @ServerRequestFilter
    void mark(ContainerRequestContext request) {
        MDC.put(
                "request",
                Optional.ofNullable(request.getHeaderString("X-Request-Id"))
                        .filter(id -> id.length() <= LONGEST)
                        .orElseGet(() -> UUID.randomUUID().toString()));
        Optional.ofNullable(request.getUriInfo().getPathParameters().getFirst("id"))
                .ifPresent(id -> MDC.put("site", id));
    }
}
