package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.api.ErrorPage;
import io.peerhost.marketplace.api.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A problem as a page: what happened, what it means, where to go. */
@ApplicationScoped
public class BrowserErrors implements ErrorPage {
    @Override
    public Response render(Problem.Body problem) {
        String detail =
                problem.status() == 401 ? "This page is for people with an account." : Exclusions.explained(problem);
        Response.ResponseBuilder response = Response.status(problem.status())
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header("Cache-Control", "no-store")
                .entity(Pages.error(Frame.plain(problem.title()), detail, problem.status())
                        .render());
        if (problem.members().get("retryAfterSeconds") instanceof Number seconds)
            response.header("Retry-After", seconds.toString());
        return response.build();
    }
}
