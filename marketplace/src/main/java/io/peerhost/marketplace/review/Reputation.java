package io.peerhost.marketplace.review;

import java.time.Duration;

/**
 * How far a machine is to be relied on, 0 to 1000, from its {@link TrackRecord} alone:
 *
 * <pre>
 * 1000 x (present + 12 h) / (present + absent + 24 h)     share of the time it was there
 *      x (kept + 3) / (kept + broken + 3)                 share of its leases it kept
 * </pre>
 *
 * <p>Both shares begin with an assumption that the record outweighs by and by: a day of which half was missed, and three leases
 * kept. So a newcomer has 500, a day without a gap makes 750, a month 983; who is lost pays an hour for it at least, and the
 * more for each lease that had to move. Leases only ever take away: they cannot make up for absence, so renting from oneself
 * gains nothing.
 */
public final class Reputation {
    public static final int NEWCOMER = 500;
    public static final int BEST = 1000;
    /** What is older is forgotten. */
    public static final Duration WINDOW = Duration.ofDays(30);
    /** What a loss counts as when it was over sooner: its replicas moved, its visitors were sent elsewhere. */
    public static final Duration LEAST_ABSENCE = Duration.ofHours(1);

    private static final Duration ASSUMED = Duration.ofDays(1);
    private static final long ASSUMED_KEPT = 3;

    private Reputation() {}

    public static int of(TrackRecord record) {
        double presence = share(
                record.present().toSeconds() + ASSUMED.toSeconds() / 2.0,
                record.absent().toSeconds() + ASSUMED.toSeconds() / 2.0);
        double leases = share(record.kept() + ASSUMED_KEPT, record.broken());
        return (int) (BEST * presence * leases);
    }

    private static double share(double good, double bad) {
        return good / (good + bad);
    }
}
