package io.peerhost.sites.problem;

import com.fasterxml.jackson.core.JacksonException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where failures become answers. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final MediaType PROBLEM = new MediaType("application", "problem+json");

    @ServerExceptionMapper
    Response told(Problem problem) {
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(PROBLEM).entity(problem.body());
        if (problem instanceof Unavailable) {
            LOG.warnf("Unavailable: %s (%s)", problem.getMessage(), problem.getCause());
            answer.header(HttpHeaders.RETRY_AFTER, 2);
        }
        return answer.build();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response nobody(Exception failure) {
        return Response.fromResponse(told(new Problem(
                        401,
                        "not-signed-in",
                        "Who asks is not known",
                        "Send a valid bearer token of a client with the realm role \"service\".")))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure) {
        return told(new Problem(
                403, "forbidden", "Not allowed", "This token lacks the realm role \"service\" that this needs."));
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        String detail =
                switch (status) {
                    case 404 -> "There is nothing at this address.";
                    case 405 -> "This address does not take this method.";
                    case 406 -> "None of the accepted media types can be given.";
                    case 415 -> "This address does not take this Content-Type.";
                    default ->
                        failure.getCause() instanceof JacksonException json
                                ? json.getOriginalMessage()
                                : failure.getMessage();
                };
        String title = failure.getResponse().getStatusInfo().getReasonPhrase();
        return told(new Problem(status, "http-" + status, title, detail));
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        LOG.error("A request failed", failure);
        return told(
                new Problem(500, "failed", "This failed on our side", "It was written down; trying again may help."));
    }
}
