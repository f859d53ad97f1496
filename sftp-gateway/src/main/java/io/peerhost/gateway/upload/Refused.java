package io.peerhost.gateway.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.protocol.json.Json;
import java.io.IOException;

/**
 * Another service answered that it will not do this; asking again changes nothing. The message is for people. Only a problem of one of
 * our types is this: what stands between the services (an ingress without a route, a firewall) answers 403 and 404 too, for a while.
 */
public final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private static final String TYPES = "urn:peerhost:problem:";
    private final int status;
    private final transient JsonNode problem;

    public Refused(int status, String message) {
        super(message);
        this.status = status;
        this.problem = Json.mapper().createObjectNode();
    }

    private Refused(int status, JsonNode problem) {
        super(sentence(status, problem));
        this.status = status;
        this.problem = problem;
    }

    /** @param body problem+json, or anything else */
    static Refused of(int status, byte[] body) {
        try {
            return new Refused(status, Json.mapper().readTree(body));
        } catch (IOException e) {
            return new Refused(status, Json.mapper().createObjectNode());
        }
    }

    /** Whether one of our services said it. */
    boolean isOurs() {
        return type().startsWith(TYPES);
    }

    /** @param kind the end of the problem's type */
    public boolean is(String kind) {
        return type().equals(TYPES + kind);
    }

    /** The site was deleted, and nothing will ever be stored for it again. */
    public boolean isSiteOver() {
        return is("site-deleted");
    }

    public int status() {
        return status;
    }

    /** The members of the problem; an empty object when it had none. */
    public JsonNode problem() {
        return problem;
    }

    private String type() {
        return problem.path("type").asText("");
    }

    private static String sentence(int status, JsonNode problem) {
        String text = problem.path("detail").asText(problem.path("title").asText("Refused with status " + status));
        if (problem.has("line"))
            return text + " (line " + problem.path("line").asInt() + ", column "
                    + problem.path("column").asInt() + ")";
        return text;
    }
}
