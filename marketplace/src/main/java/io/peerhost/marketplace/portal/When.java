package io.peerhost.marketplace.portal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people say them; pages show the exact one beside. */
@Named("when")
@ApplicationScoped
public class When {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;

    public When(Clock clock) {
        this.clock = clock;
    }

    public String exact(Instant at) {
        return EXACT.format(at);
    }

    public String ago(Instant at) {
        long seconds = Duration.between(at, clock.instant()).toSeconds();
        if (seconds < 0) return "in " + span(-seconds);
        // No finer: a page that is looked at would change every second.
        return seconds < 60 ? "moments ago" : span(seconds) + " ago";
    }

    public static String span(long seconds) {
        if (seconds < 60) return seconds + " s";
        if (seconds < 3600) return seconds / 60 + " min";
        if (seconds < 2 * 86_400) return seconds / 3600 + " h";
        return seconds / 86_400 + " days";
    }
}
