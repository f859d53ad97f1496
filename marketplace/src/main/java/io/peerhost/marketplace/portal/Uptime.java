package io.peerhost.marketplace.portal;

import io.peerhost.protocol.billing.UsagePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of the time a site's replicas were seen up, as a strip of cells.
 *
 * @param cells from the left
 * @param thousandths of the time over all cells; null while nothing can be said
 */
public record Uptime(Timeline time, List<Cell> cells, Integer thousandths) {
    /** What witnesses saw lately is still on its way. */
    private static final Duration LAG = Duration.ofSeconds(90);

    /** @param tone of its colour, {@code none} before the first replica was up; @param thousandths null then */
    public record Cell(String label, String tone, Integer thousandths, int x, int width) {}

    public Uptime {
        cells = List.copyOf(cells);
    }

    /** Ends where something may be known: a step of which nothing is yet would look as if it had been down. */
    static Timeline time(Instant now, Instant earliest) {
        return Timeline.until(now.minus(LAG).minusSeconds(1), earliest);
    }

    /** @param leases each with its points, the earliest first */
    static Uptime of(Timeline time, List<List<UsagePoint>> leases, Instant now) {
        List<Cell> cells = new ArrayList<>();
        Share all = new Share(0, 0);
        for (Instant start : time.starts()) {
            Share share = leases.stream()
                    .map(points -> share(time, points, start, now.minus(LAG)))
                    .reduce(new Share(0, 0), Share::plus);
            cells.add(cell(time.label(start), share.thousandths(), cells.size()));
            all = all.plus(share);
        }
        return new Uptime(time, cells, all.thousandths());
    }

    public boolean empty() {
        return thousandths == null;
    }

    /** Seconds up of those that could have been. */
    private record Share(long up, long possible) {
        Share plus(Share other) {
            return new Share(up + other.up, possible + other.possible);
        }

        Integer thousandths() {
            return possible == 0 ? null : (int) (1000 * up / possible);
        }
    }

    private static Share share(Timeline time, List<UsagePoint> points, Instant start, Instant known) {
        Instant begun = begun(points);
        if (begun == null) return new Share(0, 0);
        Instant from = start.isBefore(begun) ? begun : start;
        Instant end = start.plus(time.step());
        long possible =
                Duration.between(from, end.isBefore(known) ? end : known).toSeconds();
        if (possible <= 0) return new Share(0, 0);
        long up = points.stream()
                .filter(point -> time.within(start, point.at()))
                .mapToLong(UsagePoint::upSeconds)
                .sum();
        return new Share(Math.min(up, possible), possible);
    }

    /** Before it was up for the first time, nothing was promised. */
    private static Instant begun(List<UsagePoint> points) {
        return points.stream()
                .filter(point -> point.upSeconds() > 0)
                .findFirst()
                .map(point -> point.at().plus(UsagePoint.STEP).minusSeconds(point.upSeconds()))
                .orElse(null);
    }

    private static Cell cell(String label, Integer thousandths, int i) {
        int step = Chart.WIDTH / Timeline.STEPS;
        return new Cell(label, tone(thousandths), thousandths, i * step + 2, step - 4);
    }

    private static String tone(Integer thousandths) {
        if (thousandths == null) return "none";
        return thousandths >= 990 ? "good" : thousandths >= 900 ? "warn" : "bad";
    }
}
