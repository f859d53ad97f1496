package io.peerhost.protocol.metering;

import java.time.Instant;

/** Times that somebody else says: those that have four digits for the year, so that everything downstream reads and stores them. */
public final class Moment {
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Moment() {}

    /** @throws IllegalArgumentException when it is before 1970 or after 9999 */
    public static void check(Instant at) {
        if (at.isBefore(Instant.EPOCH) || !at.isBefore(END))
            throw new IllegalArgumentException("A time is in the years 1970 to 9999, this is not: " + at);
    }
}
