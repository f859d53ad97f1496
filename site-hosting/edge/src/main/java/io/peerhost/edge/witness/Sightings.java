package io.peerhost.edge.witness;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.metering.WitnessRecord;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When each lease last answered a visitor: that is as good as a probe. */
public final class Sightings {
    private final Map<Bytes32, Long> lastSlot = new ConcurrentHashMap<>();
    private final Clock clock;

    public Sightings(Clock clock) {
        this.clock = clock;
    }

    /** Called often, on event loops. */
    public void answered(Bytes32 lease) {
        Long slot = clock.millis() / (1000L * WitnessRecord.SLOT_SECONDS);
        if (!slot.equals(lastSlot.get(lease))) lastSlot.put(lease, slot);
    }

    boolean seen(Bytes32 lease, long slot) {
        Long last = lastSlot.get(lease);
        return last != null && last >= slot;
    }

    void forgetBefore(long slot) {
        lastSlot.values().removeIf(last -> last < slot);
    }
}
