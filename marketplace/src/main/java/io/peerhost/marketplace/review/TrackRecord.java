package io.peerhost.marketplace.review;

import java.time.Duration;

/**
 * What is known of a machine from the last {@link Reputation#WINDOW}, all of it seen by others than its seller.
 *
 * @param present how long it was heard of
 * @param absent how long it was silent, no loss shorter than {@link Reputation#LEAST_ABSENCE}
 * @param kept leases that run, or ended as agreed
 * @param broken leases that had to move because it was gone
 */
public record TrackRecord(Duration present, Duration absent, long kept, long broken) {
    public static final TrackRecord NONE = new TrackRecord(Duration.ZERO, Duration.ZERO, 0, 0);

    public TrackRecord {
        if (present.isNegative() || absent.isNegative() || kept < 0 || broken < 0)
            throw new IllegalArgumentException("Nobody is present, absent or trusted less than never");
    }
}
