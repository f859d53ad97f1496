package io.peerhost.billing.rating;

import io.peerhost.protocol.metering.WitnessRecord;
import java.time.Duration;
import java.time.Instant;

/**
 * The time a lease was active within what is billed so far.
 *
 * @param from first instant
 * @param to the instant after the last
 */
public record Activity(Instant from, Instant to) {
    public Activity {
        if (from == null || to == null) throw new IllegalArgumentException("An activity needs both ends");
        if (to.isBefore(from)) to = from;
    }

    /** @param ended when the lease stopped being active, null when it has not */
    public static Activity until(Instant end, Instant from, Instant ended) {
        return new Activity(from, ended == null || ended.isAfter(end) ? end : ended);
    }

    public long seconds() {
        return Duration.between(from, to).getSeconds();
    }

    /** The slot it begins in. */
    public long firstSlot() {
        return WitnessRecord.slotOf(from);
    }

    /** The first slot that is wholly after it. */
    public long endSlot() {
        long slot = WitnessRecord.slotOf(to);
        boolean begun = to.isAfter(Instant.ofEpochSecond(slot * WitnessRecord.SLOT_SECONDS));
        return from.equals(to) ? firstSlot() : begun ? slot + 1 : slot;
    }

    public boolean covers(long slot) {
        return slot >= firstSlot() && slot < endSlot();
    }
}
