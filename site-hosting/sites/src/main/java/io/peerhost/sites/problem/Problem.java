package io.peerhost.sites.problem;

import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal that the caller is told of, as RFC 9457 problem details. */
public class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String title;
    private final transient Map<String, Object> members = new LinkedHashMap<>();

    /**
     * @param type last segment of the problem's type, such as {@code blob-missing}
     * @param title the kind of problem, in a few words
     * @param detail what is wrong this time, and what to do
     */
    public Problem(int status, String type, String title, String detail) {
        super(detail);
        this.status = status;
        this.type = type;
        this.title = title;
    }

    /** Adds a member beside the standard ones. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    public int status() {
        return status;
    }

    public Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:peerhost:problem:" + type);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", getMessage());
        body.putAll(members);
        return body;
    }

    public static Problem malformed(String detail) {
        return new Problem(400, "malformed", "The request is malformed", detail);
    }

    public static Problem notFound(String detail) {
        return new Problem(404, "not-found", "There is no such thing", detail);
    }

    public static Problem conflict(String type, String detail) {
        return new Problem(409, type, "This does not fit what is there", detail);
    }

    public static Problem invalid(String type, String detail) {
        return new Problem(422, type, "The content is not acceptable", detail);
    }

    public static Problem tooLarge(String detail) {
        return new Problem(413, "too-large", "The body is too large", detail);
    }
}
