package io.peerhost.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where what went wrong inside REST becomes an answer. */
public class ProblemMapping {
    private static final Logger LOG = Logger.getLogger(ProblemMapping.class);

    private final Instance<ErrorPage> pages;
    private final Methods methods;

    public ProblemMapping(Instance<ErrorPage> pages, Methods methods) {
        this.pages = pages;
        this.methods = methods;
    }

    @ServerExceptionMapper
    public Response problem(Problem problem, ContainerRequestContext request) {
        if (problem.body().status() == 503) LOG.warnf("%s (%s)", problem.getMessage(), problem.getCause());
        return shown(problem, request);
    }

    /** A record that refuses its values says so through Jackson. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    public Response json(JsonProcessingException e, ContainerRequestContext request) {
        return shown(
                e.getCause() instanceof Problem ours
                        ? ours
                        : Problem.malformed("The JSON body: " + JsonWords.of(e) + "."),
                request);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response unauthorized(SecurityException e, ContainerRequestContext request) {
        return shown(Refusal.of(401, "Send a valid bearer token in Authorization."), request);
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e, ContainerRequestContext request) {
        return shown(
                Problem.forbidden(
                        "This is for other clients: the token needs the realm role `service`, and often to be of one client."),
                request);
    }

    /** What REST itself refuses: no such path, method or media type, a malformed parameter or body. */
    @ServerExceptionMapper
    public Response framework(WebApplicationException e, ContainerRequestContext request) {
        int status = e.getResponse().getStatus();
        if (status < 400) return e.getResponse();
        if (e.getCause() instanceof JsonProcessingException json) return json(json, request);
        if (e instanceof NotFoundException && e.getCause() != null && isOfTheQuery(e.getCause(), request.getUriInfo()))
            return shown(Problem.malformed(misread(e.getCause(), request.getUriInfo())), request);
        String asked = request.getMethod() + " " + request.getUriInfo().getPath();
        List<String> allowed = status == 405 ? methods.of(request.getUriInfo().getPath()) : List.of();
        Response answer = shown(Refusal.of(status, Refusal.advice(status, asked)), request);
        return allowed.isEmpty()
                ? answer
                : Response.fromResponse(answer)
                        .header("Allow", String.join(", ", allowed))
                        .build();
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable e, ContainerRequestContext request) {
        LOG.errorf(e, "%s %s failed", request.getMethod(), request.getUriInfo().getPath());
        return shown(Refusal.of(500, "It is in the logs; try again later."), request);
    }

    /** REST says "no such path" of both; a query parameter that is not of its type is a wrong question, not a missing place. */
    private static boolean isOfTheQuery(Throwable cause, UriInfo uri) {
        String said = String.valueOf(cause.getMessage());
        return !uri.getQueryParameters().isEmpty()
                && uri.getPathParameters().values().stream()
                        .flatMap(List::stream)
                        .noneMatch(said::contains);
    }

    private static String misread(Throwable cause, UriInfo uri) {
        return uri.getQueryParameters().entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(value -> String.valueOf(cause.getMessage()).contains(value)))
                .findFirst()
                .map(entry -> "In the address, `" + entry.getKey() + "` is not of its type: "
                        + entry.getValue().getFirst() + ".")
                .orElse("In the address, a parameter after the question mark is not of its type.");
    }

    private Response shown(Problem problem, ContainerRequestContext request) {
        return pages.isResolvable() && isPersons(request) ? pages.get().render(problem.body()) : problem.answer();
    }

    private static boolean isPersons(ContainerRequestContext request) {
        return !Doors.isPrograms(request.getUriInfo().getPath())
                && request.getAcceptableMediaTypes().stream()
                        .anyMatch(type -> type.isCompatible(MediaType.TEXT_HTML_TYPE) && !type.isWildcardType());
    }
}
