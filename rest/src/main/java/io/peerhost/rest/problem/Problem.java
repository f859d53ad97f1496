package io.peerhost.rest.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why a request was not done, as RFC 9457 says it: thrown anywhere, answered as {@code application/problem+json}. */
public final class Problem extends RuntimeException {
    public static final MediaType JSON = new MediaType("application", "problem+json");
    /** The member that says, in seconds, when to come back; it goes into the header too. */
    public static final String RETRY_AFTER = "retryAfterSeconds";

    private static final long serialVersionUID = 1;

    private final transient Body body;

    /** @param members more about it, beside the four that every problem has */
    public record Body(
            String type,
            String title,
            int status,
            String detail,
            @JsonIgnore Map<String, Object> members) {
        public Body {
            members = members == null ? Map.of() : Map.copyOf(members);
        }

        @JsonAnyGetter
        public Map<String, Object> more() {
            return members;
        }
    }

    private Problem(Body body) {
        super(body.title + ": " + body.detail);
        this.body = body;
    }

    /** @param kind names the problem for programs: the end of its type */
    public static Problem of(int status, String kind, String title, String detail) {
        return new Problem(new Body("urn:peerhost:problem:" + kind, title, status, detail, Map.of()));
    }

    public static Problem malformed(String detail) {
        return of(400, "malformed", "The request is malformed", detail);
    }

    public static Problem forbidden(String detail) {
        return of(403, "forbidden", "This is not allowed", detail);
    }

    public static Problem missing(String detail) {
        return of(404, "not-found", "There is nothing here", detail);
    }

    public static Problem conflict(String kind, String detail) {
        return of(409, kind, "This conflicts with what there is", detail);
    }

    public static Problem refused(String kind, String detail) {
        return of(422, kind, "This cannot be done", detail);
    }

    public static Problem tooLarge(String detail) {
        return of(413, "too-large", "The request is too large", detail);
    }

    /** Something we need does not answer; nothing was changed, and the same request may be sent again. */
    public static Problem unavailable(String detail, Throwable cause) {
        Problem problem =
                of(503, "unavailable", "This cannot be had right now", detail).with(RETRY_AFTER, 2);
        problem.initCause(cause);
        return problem;
    }

    /** @throws Problem 400 when the request came without a body */
    public static <T> T present(T body) {
        if (body == null) throw malformed("Send a JSON body.");
        return body;
    }

    public Problem with(String member, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(body.members);
        members.put(member, value);
        return new Problem(new Body(body.type, body.title, body.status, body.detail, members));
    }

    public Body body() {
        return body;
    }

    public Response answer() {
        Response.ResponseBuilder response =
                Response.status(body.status).type(JSON).entity(body);
        if (body.members.get(RETRY_AFTER) instanceof Number seconds) response.header("Retry-After", seconds.toString());
        if (body.status == 401) response.header("WWW-Authenticate", "Bearer");
        return response.build();
    }
}
