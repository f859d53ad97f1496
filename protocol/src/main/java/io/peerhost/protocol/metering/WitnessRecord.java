package io.peerhost.protocol.metering;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Eip712;
import io.peerhost.protocol.identity.Statement;
import java.time.Instant;

/**
 * Topic {@code witness}, key {@code lease}, as {@code Signed<WitnessRecord>}: what an edge saw of a lease in one slot of
 * time. Slots are {@value #SLOT_SECONDS} s of the clock, numbered from the epoch; one record a slot, lease and edge.
 *
 * @param lease the lease
 * @param edge the edge's key, which signs
 * @param slot {@code epochSecond / 10}
 * @param up whether the replica answered the probe of this slot, or a visitor, in time
 * @param egressBytes bytes of this lease sent to visitors by this edge, cumulative since the lease began
 */
public record WitnessRecord(Bytes32 lease, Address edge, long slot, boolean up, long egressBytes) implements Statement {
    public static final String TOPIC = "witness";
    public static final int SLOT_SECONDS = 10;

    public WitnessRecord {
        if (lease == null || edge == null) throw new IllegalArgumentException("A witness record needs lease and edge");
        if (slot < 0 || egressBytes < 0) throw new IllegalArgumentException("Slots and counters are not negative");
    }

    public static long slotOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), SLOT_SECONDS);
    }

    @Override
    public Eip712 typed() {
        return Eip712.struct("Witness")
                .bytes32("lease", lease)
                .address("edge", edge)
                .uint64("slot", slot)
                .uint64("up", up ? 1 : 0)
                .uint64("egressBytes", egressBytes);
    }
}
