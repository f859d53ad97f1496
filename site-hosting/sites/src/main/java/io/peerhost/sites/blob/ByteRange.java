package io.peerhost.sites.blob;

import io.peerhost.rest.problem.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes {@code from} (included) {@code to} (excluded) of something, as RFC 9110 asks for one range. */
record ByteRange(long from, long to) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Empty when the whole is to be sent: no range, several, or one that is not understood.
     *
     * @throws Problem 416 when no byte of {@code size} is within the range
     */
    static Optional<ByteRange> of(String header, long size) {
        if (header == null) return Optional.empty();
        Matcher one = ONE.matcher(header.trim());
        if (!one.matches()) return Optional.empty();
        String first = one.group(1);
        String last = one.group(2);
        if (first.isEmpty() && last.isEmpty()) return Optional.empty();
        ByteRange range = first.isEmpty()
                ? new ByteRange(Math.max(0, size - Long.parseLong(last)), size)
                : new ByteRange(
                        Long.parseLong(first), last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1));
        if (!first.isEmpty() && !last.isEmpty() && Long.parseLong(last) < Long.parseLong(first))
            return Optional.empty();
        if (range.from >= range.to)
            throw Problem.of(416, "range-not-there", "No byte is in this range", "It has " + size + " bytes.")
                    .with("size", size);
        return Optional.of(range);
    }

    long length() {
        return to - from;
    }
}
