package io.peerhost.marketplace.portal;

import io.peerhost.rest.problem.ErrorPage;
import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A problem as a page: what happened, what it means, where to go. */
@ApplicationScoped
public class BrowserErrors implements ErrorPage {
    private final Reply reply;

    public BrowserErrors(Reply reply) {
        this.reply = reply;
    }

    @Override
    public Response render(Problem.Body problem) {
        String detail = problem.status() == 401 ? "This page is for people with an account." : Wording.detail(problem);
        Response.ResponseBuilder response = Response.status(problem.status())
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header("Cache-Control", "no-store")
                .entity(Pages.error(frame(title(problem)), detail, problem.status())
                        .render());
        if (problem.members().get("retryAfterSeconds") instanceof Number seconds)
            response.header("Retry-After", seconds.toString());
        return response.build();
    }

    private static String title(Problem.Body problem) {
        return problem.status() == 400 ? "Please check what you asked for" : Wording.title(problem);
    }

    /** Whoever reads it stays signed in; where even that cannot be told, the page knows nobody. */
    private Frame frame(String title) {
        try {
            return reply.frame(title, "", null);
        } catch (RuntimeException unknown) {
            return Frame.plain(title);
        }
    }
}
