package io.peerhost.agent.metering;

import io.peerhost.agent.tunnel.TunnelMeter;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.metering.UsageRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters leases and hands out signed records. A record is on disk before it is handed out, and handed out again after a restart: so a
 * sequence number never stands for two different records, whenever the agent is killed.
 */
public final class UsageMeter implements TunnelMeter {
    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);

    private final ChainFiles files;
    private final SigningKey key;
    private final Clock clock;
    private final LongSupplier millis;
    private final Outlet outlet;
    private final Function<Bytes32, List<Counters.Reading>> gauges;
    private final Map<Bytes32, Metered> leases = new ConcurrentHashMap<>();
    private final Map<Bytes32, LongAdder> egress = new ConcurrentHashMap<>();

    /** Where records go; false when there is no room now. */
    public interface Outlet {
        boolean take(Signed<UsageRecord> record) throws IOException;
    }

    private static final class Metered {
        private Chain chain;
        private Counters counters;
        private boolean ready;
        private long looked;

        private Metered(Chain chain, long now) {
            this.chain = chain;
            this.counters = chain.counters();
            this.looked = now;
        }
    }

    /**
     * @param millis a clock that only goes forward
     * @param gauges a lease's pods as they are now
     */
    public UsageMeter(
            Path folder,
            SigningKey key,
            Clock clock,
            LongSupplier millis,
            Outlet outlet,
            Function<Bytes32, List<Counters.Reading>> gauges)
            throws IOException {
        this.files = new ChainFiles(folder);
        this.key = key;
        this.clock = clock;
        this.millis = millis;
        this.outlet = outlet;
        this.gauges = gauges;
    }

    /** At the start: hands out the last record of each chain once more, for the agent may have died before it was taken. */
    public void resume() throws IOException {
        for (Chain chain : files.all()) if (chain.last() != null) outlet.take(chain.last());
    }

    @Override
    public void egress(Bytes32 lease, long bytes) {
        LongAdder adder = egress.get(lease);
        if (adder != null) adder.add(bytes);
    }

    /** The lease is this agent's from now on; what it used before counts on. */
    public synchronized void begin(Bytes32 lease) throws IOException {
        if (leases.containsKey(lease)) return;
        Chain chain = files.read(lease).orElseGet(() -> Chain.begin(lease));
        egress.put(lease, new LongAdder());
        leases.put(lease, new Metered(chain, millis.getAsLong()));
    }

    /** Whether its replica serves visitors from now on. */
    public synchronized void ready(Bytes32 lease, boolean ready) {
        Metered metered = leases.get(lease);
        if (metered == null) return;
        look(lease, metered);
        metered.ready = ready;
    }

    /** The lease is no longer this agent's: a last record. */
    public synchronized void end(Bytes32 lease) throws IOException {
        Metered metered = leases.get(lease);
        if (metered == null) return;
        look(lease, metered);
        record(metered);
        leases.remove(lease);
        egress.remove(lease);
    }

    /** Reads all gauges: often enough that memory held is seen as it changes. */
    public synchronized void look() {
        leases.forEach(this::look);
    }

    private void look(Bytes32 lease, Metered metered) {
        long now = millis.getAsLong();
        long passed = now - metered.looked;
        metered.looked = now;
        Counters counters = metered.counters
                .looked(gauges.apply(lease), passed)
                .egress(egress.get(lease).sumThenReset());
        metered.counters = metered.ready ? counters.up(passed) : counters;
    }

    /** A record for every lease that has used something since its last. */
    public synchronized void record() {
        look();
        for (Metered metered : leases.values())
            try {
                record(metered);
            } catch (IOException e) {
                LOG.error("The usage of lease {} could not be kept, it is recorded later", metered.chain.lease(), e);
            }
    }

    private void record(Metered metered) throws IOException {
        if (!metered.counters.above(metered.chain.counters())) return;
        Chain before = metered.chain;
        Chain next = before.extend(metered.counters, key, clock.instant());
        files.write(next);
        if (outlet.take(next.last())) metered.chain = next;
        else files.write(before);
    }
}
