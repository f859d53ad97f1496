package io.peerhost.marketplace.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where what went wrong becomes an answer. */
public class ProblemMapping {
    private static final Logger LOG = Logger.getLogger(ProblemMapping.class);
    private static final Map<Integer, String> TITLES = Map.of(
            400, "The request is malformed",
            401, "Sign in first",
            403, "This is not allowed",
            404, "There is nothing here",
            405, "This method is not understood here",
            406, "This cannot be given in the form that was asked for",
            413, "The request is too large",
            415, "The body's type is not understood here",
            429, "Too many requests");

    private final Instance<ErrorPage> pages;

    public ProblemMapping(Instance<ErrorPage> pages) {
        this.pages = pages;
    }

    @ServerExceptionMapper
    public Response problem(Problem problem, ContainerRequestContext request) {
        return shown(problem, request);
    }

    /** A record that refuses its values says so through Jackson. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    public Response json(JsonProcessingException e, ContainerRequestContext request) {
        return shown(Problem.malformed("The JSON body: " + said(e)), request);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response unauthorized(SecurityException e, ContainerRequestContext request) {
        return shown(
                Problem.of(401, "unauthorized", TITLES.get(401), "Send a valid bearer token in Authorization."),
                request);
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e, ContainerRequestContext request) {
        return shown(Problem.forbidden("Your account may not do this."), request);
    }

    /** What Quarkus itself refuses: no such path, method or media type, a malformed body. */
    @ServerExceptionMapper
    public Response framework(WebApplicationException e, ContainerRequestContext request) {
        int status = e.getResponse().getStatus();
        if (status < 400) return e.getResponse();
        if (e.getCause() instanceof JsonProcessingException json) return json(json, request);
        String method = request.getMethod() + " " + request.getUriInfo().getPath();
        String title = TITLES.getOrDefault(status, "The request failed");
        Response answer =
                shown(Problem.of(status, "http-" + status, title, method + " is not possible like this."), request);
        String allow = e.getResponse().getHeaderString("Allow");
        return allow == null
                ? answer
                : Response.fromResponse(answer).header("Allow", allow).build();
    }

    /** Two did the same at once, and this one came second. */
    @ServerExceptionMapper
    public Response unique(ConstraintViolationException e, ContainerRequestContext request) {
        LOG.debugf(e, "A constraint held");
        return shown(Problem.conflict("conflict", "Somebody was faster. Look again and retry."), request);
    }

    @ServerExceptionMapper
    public Response unexpected(RuntimeException e, ContainerRequestContext request) {
        LOG.errorf(e, "%s %s failed", request.getMethod(), request.getUriInfo().getPath());
        return shown(
                Problem.of(500, "internal", "Something broke on our side", "It is in the logs; try again later."),
                request);
    }

    private Response shown(Problem problem, ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean program = path.startsWith("/api") || path.startsWith("/internal") || path.startsWith("/health");
        boolean person = request.getAcceptableMediaTypes().stream()
                .anyMatch(type -> type.isCompatible(MediaType.TEXT_HTML_TYPE) && !type.isWildcardType());
        return !program && person && pages.isResolvable() ? pages.get().render(problem.body()) : problem.answer();
    }

    private static String said(JacksonException e) {
        String message = e instanceof UnrecognizedPropertyException unknown
                ? "the field " + unknown.getPropertyName() + " is unknown"
                : e.getOriginalMessage().lines().findFirst().orElse("unreadable");
        if (e.getCause() instanceof IllegalArgumentException refused) message = refused.getMessage();
        String where = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        return where.isEmpty() ? message : where + ": " + message;
    }
}
