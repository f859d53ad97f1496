package io.peerhost.marketplace.portal;

import io.peerhost.rest.problem.Problem;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Lets forms through that a page of ours made, and no others: they carry the {@link FormToken}. The doors for programs need
 * none, for they do not take cookies.
 */
public class FormGuard {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final FormToken token;

    public FormGuard(FormToken token) {
        this.token = token;
    }

    @WithFormRead
    @ServerRequestFilter
    public Response check(ResteasyReactiveContainerRequestContext request) {
        if (SAFE.contains(request.getMethod())
                || Doors.forPrograms(request.getUriInfo().getPath())) return null;
        var form = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        if (form.getFormParameter(FormToken.FIELD, true, false) instanceof String sent && token.isRightly(sent))
            return null;
        throw Problem.of(
                403,
                "foreign-form",
                "This form is not from here, or it is too old",
                "Go back, reload the page and send the form again. Cookies must be allowed.");
    }
}
