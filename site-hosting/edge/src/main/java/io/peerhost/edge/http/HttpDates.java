package io.peerhost.edge.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Reads dates in the three forms that HTTP has (RFC 9110, section 5.6.7). */
public record HttpDates(InstantSource clock) {
    private static final int LONGEST = 40;
    private static final int CENTURY = 100;

    private static final List<DateTimeFormatter> LONG_YEARS =
            List.of(DateTimeFormatter.RFC_1123_DATE_TIME, form("EEE MMM ppd HH:mm:ss yyyy"));

    /** The name of the day goes unread: which one it is depends on the century, which is told only below. */
    private static final DateTimeFormatter SHORT_YEAR = form("dd-MMM-yy HH:mm:ss 'GMT'");

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** Seconds since the epoch; empty for what is no date of HTTP. */
    OptionalLong read(String text) {
        if (text == null || text.length() > LONGEST) return OptionalLong.empty();
        for (DateTimeFormatter format : LONG_YEARS)
            try {
                return OptionalLong.of(Instant.from(format.parse(text)).getEpochSecond());
            } catch (DateTimeParseException e) {
                // The next of the three forms.
            }
        return ofShortYear(text);
    }

    /** What seems to be more than 50 years ahead is of the century before. */
    private OptionalLong ofShortYear(String text) {
        int comma = text.indexOf("day, ");
        if (comma < 0) return OptionalLong.empty();
        try {
            ZonedDateTime date = ZonedDateTime.parse(text.substring(comma + 5), SHORT_YEAR);
            ZonedDateTime latest = clock.instant().atZone(ZoneOffset.UTC).plusYears(CENTURY / 2);
            while (date.isAfter(latest)) date = date.minusYears(CENTURY);
            return OptionalLong.of(date.toEpochSecond());
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }
}
