package io.peerhost.billing.problem;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Why a request was not done, as RFC 9457 says it. */
public final class Problem extends RuntimeException {
    public static final MediaType JSON = new MediaType("application", "problem+json");
    private static final long serialVersionUID = 1;

    private final transient Body body;

    /** What is sent. */
    public record Body(String type, String title, int status, String detail) {}

    private Problem(Body body) {
        super(body.title + ": " + body.detail);
        this.body = body;
    }

    /** @param kind names the problem for programs: the end of its type */
    public static Problem of(int status, String kind, String title, String detail) {
        return new Problem(new Body("urn:peerhost:problem:" + kind, title, status, detail));
    }

    public static Problem malformed(String detail) {
        return of(400, "malformed", "The request is malformed", detail);
    }

    public static Problem missing(String detail) {
        return of(404, "not-found", "There is nothing here", detail);
    }

    public static Problem unavailable(String detail) {
        return of(503, "unavailable", "This cannot be had right now", detail);
    }

    public Response answer() {
        Response.ResponseBuilder response =
                Response.status(body.status).type(JSON).entity(body);
        if (body.status == 401) response.header("WWW-Authenticate", "Bearer");
        if (body.status == 503) response.header("Retry-After", "5");
        return response.build();
    }
}
