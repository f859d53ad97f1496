package io.peerhost.billing.problem;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.rest.problem.Problem;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Parameters of requests, as they were meant or as a problem that says what is wrong with them. */
public final class Asked {
    private Asked() {}

    public static Bytes32 lease(String text) {
        try {
            return Bytes32.of(text);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("A lease is 0x and 64 hex digits: " + shown(text));
        }
    }

    /** @param otherwise when nothing was said */
    public static Instant time(String name, String text, Instant otherwise) {
        if (text == null || text.isBlank()) return otherwise;
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.malformed("`" + name + "` is a time like 2026-11-27T10:00:00Z: " + shown(text));
        }
    }

    public static int limit(int asked, int highest) {
        if (asked < 1 || asked > highest) throw Problem.malformed("`limit` is 1 to " + highest + ": " + asked);
        return asked;
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
