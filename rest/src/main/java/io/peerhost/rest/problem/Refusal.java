package io.peerhost.rest.problem;

import java.util.Map;

/** What is said of a refusal that HTTP itself has a number for. */
final class Refusal {
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "The request is malformed"),
            Map.entry(401, "Sign in first"),
            Map.entry(403, "This is not allowed"),
            Map.entry(404, "There is nothing here"),
            Map.entry(405, "This method is not understood here"),
            Map.entry(406, "This cannot be given in the form that was asked for"),
            Map.entry(413, "The request is too large"),
            Map.entry(414, "The address is too long"),
            Map.entry(415, "The body's type is not understood here"),
            Map.entry(429, "Too many requests"),
            Map.entry(431, "The request's headers are too large"),
            Map.entry(500, "Something broke on our side"));
    private static final Map<Integer, String> KINDS = Map.of(
            400,
            "malformed",
            401,
            "unauthorized",
            403,
            "forbidden",
            404,
            "not-found",
            413,
            "too-large",
            500,
            "internal");

    private Refusal() {}

    static Problem of(int status, String detail) {
        return Problem.of(
                status,
                KINDS.getOrDefault(status, "http-" + status),
                TITLES.getOrDefault(status, "The request failed"),
                detail);
    }

    /** @param asked method and path */
    static String advice(int status, String asked) {
        return asked
                + switch (status) {
                    case 404 -> ": no such path.";
                    case 405 -> " is not possible: use a method that the header Allow names.";
                    case 406 -> " has no answer of a type that the header Accept names.";
                    case 415 -> " takes no body of this Content-Type.";
                    default -> " is not possible like this.";
                };
    }
}
