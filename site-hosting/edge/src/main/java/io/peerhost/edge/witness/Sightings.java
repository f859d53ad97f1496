package io.peerhost.edge.witness;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.metering.CounterFile;
import io.peerhost.protocol.metering.WitnessRecord;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** In which slot each lease last answered, a probe or a visitor: one is as good as the other. Killing the edge loses none. */
public final class Sightings {
    private static final int LAST_SLOT = 2;

    private final CounterFile counters;
    private final Clock clock;

    /** @param counters shared with {@link EgressLedger} */
    public Sightings(CounterFile counters, Clock clock) {
        this.counters = counters;
        this.clock = clock;
    }

    /** Called often, on event loops. */
    public void answered(Bytes32 lease) {
        answered(lease, clock.millis() / (1000L * WitnessRecord.SLOT_SECONDS));
    }

    void answered(Bytes32 lease, long slot) {
        counters.of(lease).raise(LAST_SLOT, slot);
    }

    boolean seen(Bytes32 lease, long slot) {
        return counters.of(lease).get(LAST_SLOT) >= slot;
    }

    /** Leases seen since a slot, with the last one in which they were. */
    Map<Bytes32, Long> since(long slot) {
        Map<Bytes32, Long> found = new HashMap<>();
        counters.entries().forEach((lease, entry) -> {
            if (entry.get(LAST_SLOT) >= slot) found.put(lease, entry.get(LAST_SLOT));
        });
        return found;
    }

    /** The last slot in which any was seen; 0 when none was. */
    long newest() {
        return counters.entries().values().stream()
                .mapToLong(entry -> entry.get(LAST_SLOT))
                .max()
                .orElse(0);
    }
}
