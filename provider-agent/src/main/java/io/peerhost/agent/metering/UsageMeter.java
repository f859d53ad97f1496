package io.peerhost.agent.metering;

import io.peerhost.agent.tunnel.TunnelMeter;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.metering.CounterFile;
import io.peerhost.protocol.metering.UsageRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters leases and hands out signed records. A record is on disk before it is handed out, and handed out again after a restart
 * when it may not have been taken: so a sequence number never stands for two different records, whenever the agent is killed. What is billed is counted in a file of its
 * own, so that a kill loses no byte, and of the time no more than since the last {@link #look}.
 */
public final class UsageMeter implements TunnelMeter {
    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);
    private static final Duration REMEMBERED = Duration.ofDays(90);
    private static final int UP_MILLIS = 0;
    private static final int EGRESS_BYTES = 1;

    private final ChainFiles files;
    private final SigningKey key;
    private final Clock clock;
    private final LongSupplier millis;
    private final Outlet outlet;
    private final Function<Bytes32, List<Counters.Reading>> gauges;
    private final Map<Bytes32, Metered> leases = new ConcurrentHashMap<>();
    private final CounterFile counts;
    private final Map<Bytes32, CounterFile.Entry> counting = new ConcurrentHashMap<>();

    /** Where records go; false when there is no room now. */
    public interface Outlet {
        boolean take(Signed<UsageRecord> record) throws IOException;
    }

    private static final class Metered {
        private Chain chain;
        private final CounterFile.Entry counted;
        private Counters counters;
        private boolean ready;
        private long looked;

        private Metered(Chain chain, CounterFile.Entry counted, long now) {
            this.chain = chain;
            this.counted = counted;
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
        this.counts = new CounterFile(folder.resolve("counters"));
        this.key = key;
        this.clock = clock;
        this.millis = millis;
        this.outlet = outlet;
        this.gauges = gauges;
    }

    /** At the start: hands out once more what the agent may have died over before it was taken. */
    public void resume() throws IOException {
        for (Chain chain : files.drafts()) if (outlet.take(chain.last())) files.keep(chain.lease());
    }

    /** Forgets leases that ended long ago; those of late may still be this agent's again. */
    public synchronized void forget() throws IOException {
        files.keepOnly(leases.keySet(), clock.instant().minus(REMEMBERED));
        for (Bytes32 lease : counts.entries().keySet())
            if (!leases.containsKey(lease) && !files.know(lease)) counts.forget(lease);
    }

    @Override
    public void egress(Bytes32 lease, long bytes) {
        CounterFile.Entry entry = counting.get(lease);
        if (entry != null) entry.add(EGRESS_BYTES, bytes);
    }

    /** The lease is this agent's from now on; what it used before counts on. */
    public synchronized void begin(Bytes32 lease) throws IOException {
        if (leases.containsKey(lease)) return;
        Chain chain = files.read(lease).orElseGet(() -> Chain.begin(lease));
        CounterFile.Entry counted = counts.of(lease);
        // Without power the file may have fallen behind what was signed.
        counted.raise(UP_MILLIS, chain.counters().upMillis());
        counted.raise(EGRESS_BYTES, chain.counters().egressBytes());
        counting.put(lease, counted);
        leases.put(lease, new Metered(chain, counted, millis.getAsLong()));
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
        counting.remove(lease);
    }

    /** Reads all gauges: often enough that memory held is seen as it changes, and little time is lost when the agent is killed. */
    public synchronized void look() {
        leases.forEach(this::look);
        counts.force();
    }

    private void look(Bytes32 lease, Metered metered) {
        long now = millis.getAsLong();
        long passed = now - metered.looked;
        metered.looked = now;
        if (metered.ready) metered.counted.add(UP_MILLIS, Counters.held(passed));
        metered.counters = metered.counters
                .looked(gauges.apply(lease), passed)
                .counted(metered.counted.get(UP_MILLIS), metered.counted.get(EGRESS_BYTES));
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
        Chain next = metered.chain.extend(metered.counters, key, clock.instant());
        files.draft(next);
        if (!outlet.take(next.last())) {
            files.drop(next.lease());
            return;
        }
        metered.chain = next;
        files.keep(next.lease());
    }
}
