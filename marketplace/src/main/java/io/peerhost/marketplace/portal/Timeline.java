package io.peerhost.marketplace.portal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a chart goes over: a day by the hour; two hours by five minutes while there is no more to show.
 *
 * @param first when its first step begins
 * @param step how long each is
 */
public record Timeline(Instant first, Duration step) {
    static final int STEPS = 24;
    /** As billing keeps them. */
    private static final Duration FINE = Duration.ofMinutes(5);

    private static final Duration COARSE = Duration.ofHours(1);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    /** @param earliest when there was first something to show; null when there is nothing */
    static Timeline until(Instant now, Instant earliest) {
        Timeline fine = endingAt(now, FINE);
        return earliest == null || !earliest.isBefore(fine.first) ? fine : endingAt(now, COARSE);
    }

    private static Timeline endingAt(Instant now, Duration step) {
        Instant last = Instant.ofEpochSecond(now.getEpochSecond() / step.toSeconds() * step.toSeconds());
        return new Timeline(last.minus(step.multipliedBy(STEPS - 1)), step);
    }

    List<Instant> starts() {
        return IntStream.range(0, STEPS)
                .mapToObj(i -> first.plus(step.multipliedBy(i)))
                .toList();
    }

    boolean within(Instant start, Instant at) {
        return !at.isBefore(start) && at.isBefore(start.plus(step));
    }

    String label(Instant start) {
        return CLOCK.format(start);
    }

    /** What is under the chart, from the left. */
    public List<String> marks() {
        return IntStream.of(0, 6, 12, 18).mapToObj(i -> label(starts().get(i))).toList();
    }

    /** In a sentence: the last … */
    public String length() {
        return step.equals(FINE) ? "2 hours" : "24 hours";
    }

    /** In a sentence: how often there is a figure. */
    public String unit() {
        return step.equals(FINE) ? "every five minutes" : "every hour";
    }
}
