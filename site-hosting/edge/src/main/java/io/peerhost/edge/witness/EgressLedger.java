package io.peerhost.edge.witness;

import io.peerhost.edge.tunnel.TunnelMeter;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.metering.CounterFile;
import java.util.HashMap;
import java.util.Map;

/** Bytes of each lease that went to visitors, since the lease began, and how many of them are told. Killing the edge loses none. */
public final class EgressLedger implements TunnelMeter {
    static final int SENT = 0;
    static final int TOLD = 1;

    private final CounterFile counters;

    /** @param counters shared with {@link Sightings} */
    public EgressLedger(CounterFile counters) {
        this.counters = counters;
    }

    @Override
    public void egress(Bytes32 lease, long bytes) {
        counters.of(lease).add(SENT, bytes);
    }

    /** All totals as they are now. */
    public Map<Bytes32, Long> totals() {
        Map<Bytes32, Long> all = new HashMap<>();
        counters.entries().forEach((lease, entry) -> all.put(lease, entry.get(SENT)));
        return all;
    }

    /** Whether more was sent than a record on disk says. */
    boolean untold(Bytes32 lease, long total) {
        return total > counters.of(lease).get(TOLD);
    }

    /** A record that says so is on disk. */
    void told(Bytes32 lease, long total) {
        counters.of(lease).raise(TOLD, total);
    }

    /** The lease ended long ago. */
    void forget(Bytes32 lease) {
        counters.forget(lease);
    }

    /** Brings all to the disk itself. @throws java.io.UncheckedIOException when it cannot be written */
    public void save() {
        counters.force();
    }
}
