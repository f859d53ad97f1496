package io.peerhost.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.billing.UsagePoint;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What charts go over, and what they show of it. */
class TimelineTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:34:56Z");

    @Test
    void shouldGoByFiveMinutesWhenThereIsLittleToShow() {
        Timeline time = Timeline.until(NOW, NOW.minus(Duration.ofMinutes(50)));
        assertThat(time.step()).isEqualTo(Duration.ofMinutes(5));
        assertThat(time.starts()).hasSize(24).endsWith(Instant.parse("2026-03-01T12:30:00Z"));
        assertThat(time.marks()).containsExactly("10:35", "11:05", "11:35", "12:05");
    }

    @Test
    void shouldGoByTheHourWhenItBeganLongAgo() {
        Timeline time = Timeline.until(NOW, NOW.minus(Duration.ofHours(3)));
        assertThat(time.unit()).isEqualTo("every hour");
        assertThat(time.starts()).endsWith(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Test
    void shouldSumIntoBarsWhenAmountsFallIntoOneStep() {
        Timeline time = Timeline.until(NOW, null);
        Chart chart = Chart.of(
                time,
                Map.of(
                        Instant.parse("2026-03-01T12:30:00Z"),
                        BigInteger.valueOf(40),
                        Instant.parse("2026-03-01T12:33:00Z"),
                        BigInteger.valueOf(60),
                        Instant.parse("2026-03-01T12:00:00Z"),
                        BigInteger.ONE,
                        Instant.parse("2026-02-01T12:00:00Z"),
                        BigInteger.TEN));
        assertThat(chart.highest()).isEqualTo(100);
        assertThat(chart.total()).isEqualTo(101);
        assertThat(chart.bars().getLast().height()).isEqualTo(Chart.HEIGHT);
        assertThat(chart.bars().stream().filter(bar -> bar.height() > 0)).hasSize(2);
    }

    @Test
    void shouldCountOnlyTimeThatWasPromisedWhenAReplicaBeganLate() {
        Timeline time = Timeline.until(NOW, null);
        Uptime uptime = Uptime.of(time, List.of(points(100, 300, 150, 300)), NOW);
        assertThat(uptime.cells().stream().map(Uptime.Cell::tone).skip(18))
                .containsExactly("none", "none", "good", "good", "bad", "good");
        assertThat(uptime.cells().getFirst().thousandths()).isNull();
        assertThat(uptime.thousandths()).isEqualTo(756 * 1000 / 906);
    }

    @Test
    void shouldEndWithACellThatSaysSomethingWhenAStepHasJustBegun() {
        Instant border = Instant.parse("2026-03-01T12:30:02Z");
        Uptime uptime = Uptime.of(Uptime.time(border, null), List.of(points(300, 300, 2)), border);
        assertThat(uptime.cells().getLast().label()).isEqualTo("12:25");
        assertThat(uptime.cells().getLast().tone()).isEqualTo("good");
    }

    @Test
    void shouldSayNothingWhenNothingWasUp() {
        assertThat(Uptime.of(Timeline.until(NOW, null), List.of(List.of()), NOW).empty())
                .isTrue();
    }

    /** Five minutes each, the last ones before {@link #NOW}. */
    private static List<UsagePoint> points(long... up) {
        Instant last = Instant.parse("2026-03-01T12:30:00Z");
        return LongStream.range(0, up.length)
                .mapToObj(i -> new UsagePoint(
                        last.minus(Duration.ofMinutes(5 * (up.length - 1 - i))), up[(int) i], 0, 0, BigInteger.ONE))
                .toList();
    }
}
