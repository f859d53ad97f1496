package io.peerhost.edge.http;

import io.peerhost.edge.wire.Fields;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a conditional GET makes of a file (RFC 9110, section 13).
 *
 * @param tags the entity tags of its forms, quoted, the plain one first
 * @param modified seconds since the epoch
 */
public record Preconditions(List<String> tags, long modified, HttpDates dates) {
    public enum Outcome {
        GIVE,
        NOT_MODIFIED,
        FAILED
    }

    /** @param current the tag of the form that would be given: only who has that one has no need of it */
    public Outcome of(Fields request, String current) {
        String match = request.joined("if-match");
        if (match != null) {
            if (!names(match, tags, false)) return Outcome.FAILED;
        } else if (before(request.get("if-unmodified-since"))) return Outcome.FAILED;
        String noneMatch = request.joined("if-none-match");
        if (noneMatch != null) return names(noneMatch, List.of(current), true) ? Outcome.NOT_MODIFIED : Outcome.GIVE;
        OptionalLong since = dates.read(request.get("if-modified-since"));
        // Only this date: after a rollback an older file is another one than the visitor has.
        return since.isPresent() && modified == since.getAsLong() ? Outcome.NOT_MODIFIED : Outcome.GIVE;
    }

    /** Whether a Range field still counts, given an If-Range. */
    public boolean rangeHolds(Fields request) {
        String field = request.get("if-range");
        if (field == null) return true;
        if (field.startsWith("\"")) return field.equals(tags.getFirst());
        OptionalLong date = dates.read(field);
        return date.isPresent() && date.getAsLong() == modified;
    }

    private static boolean names(String field, List<String> tags, boolean weakly) {
        if (field.strip().equals("*")) return true;
        for (String each : field.split(",")) {
            String tag = each.strip();
            if (weakly && tag.startsWith("W/")) tag = tag.substring(2);
            if (tags.contains(tag)) return true;
        }
        return false;
    }

    private boolean before(String field) {
        OptionalLong date = dates.read(field);
        return date.isPresent() && modified > date.getAsLong();
    }
}
