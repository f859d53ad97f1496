package io.peerhost.edge.witness;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.metering.CounterFile;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * In which slots each lease last answered, a probe or a visitor: one is as good as the other. Killing the edge loses none. The
 * counter holds the last slot, and below it a bit for each of the last slots, the lowest for the last of all: a slot is told of
 * when the next one has begun, and who answers in that has not answered in the one before.
 */
public final class Sightings {
    private static final int SLOTS = 2;

    private static final int KEPT = 16;
    private static final long BITS = (1L << KEPT) - 1;

    private final CounterFile counters;
    private final Clock clock;

    /** @param counters shared with {@link EgressLedger} */
    public Sightings(CounterFile counters, Clock clock) {
        this.counters = counters;
        this.clock = clock;
    }

    /** Called often, on event loops. */
    public void answered(Bytes32 lease) {
        answered(lease, clock.millis() / WitnessLoop.SLOT_MILLIS);
    }

    void answered(Bytes32 lease, long slot) {
        counters.of(lease).update(SLOTS, known -> with(known, slot));
    }

    private static long with(long known, long slot) {
        long last = known >> KEPT;
        long ago = last - slot;
        if (ago >= 0) return ago < KEPT ? known | 1L << ago : known;
        long before = -ago < KEPT ? (known & BITS) << -ago & BITS : 0;
        return slot << KEPT | before | 1;
    }

    boolean seen(Bytes32 lease, long slot) {
        long known = counters.of(lease).get(SLOTS);
        long ago = (known >> KEPT) - slot;
        return ago >= 0 && ago < KEPT && (known >> ago & 1) == 1;
    }

    /** Leases seen since a slot, with the last one in which they were. */
    Map<Bytes32, Long> since(long slot) {
        Map<Bytes32, Long> found = new HashMap<>();
        counters.entries().forEach((lease, entry) -> {
            if (last(entry) >= slot) found.put(lease, last(entry));
        });
        return found;
    }

    /** The last slot in which any was seen; 0 when none was. */
    long newest() {
        return counters.entries().values().stream()
                .mapToLong(Sightings::last)
                .max()
                .orElse(0);
    }

    private static long last(CounterFile.Entry entry) {
        return entry.get(SLOTS) >> KEPT;
    }
}
