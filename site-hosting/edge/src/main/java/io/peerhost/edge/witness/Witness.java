package io.peerhost.edge.witness;

import io.peerhost.edge.route.Routes;
import io.peerhost.edge.route.Routes.Serving;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.metering.WitnessRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** Makes the records of one slot: probes every replica that says it is ready, and says what was seen and counted. */
public final class Witness {
    private static final int PROBES_AT_ONCE = 32;

    private final Routes routes;
    private final Predicate<Serving> probe;
    private final Sightings sightings;
    private final EgressLedger egress;
    private final SigningKey key;
    private final Map<Bytes32, Long> told;
    private final Map<Bytes32, Boolean> probed = new ConcurrentHashMap<>();

    public Witness(Routes routes, Predicate<Serving> probe, Sightings sightings, EgressLedger egress, SigningKey key) {
        this.routes = routes;
        this.probe = probe;
        this.sightings = sightings;
        this.egress = egress;
        this.key = key;
        this.told = new HashMap<>(egress.totals());
    }

    /** Probes them all; returns when each has answered or had its time. Blocks. */
    public void probe() throws InterruptedException {
        probed.clear();
        Semaphore room = new Semaphore(PROBES_AT_ONCE);
        List<Thread> threads = new ArrayList<>();
        for (Serving serving : routes.serving()) {
            room.acquire();
            threads.add(Thread.ofVirtual().name("probe").start(() -> {
                try {
                    probed.put(serving.replica().lease(), probe.test(serving));
                } finally {
                    room.release();
                }
            }));
        }
        for (Thread thread : threads) thread.join();
    }

    /** One record for each lease that serves, and for each whose count moved since it was last told. */
    public List<Signed<WitnessRecord>> records(long slot) {
        Map<Bytes32, Boolean> up = new HashMap<>();
        for (Serving serving : routes.serving()) up.put(serving.replica().lease(), false);
        up.putAll(probed);
        up.replaceAll((lease, answered) -> answered || sightings.seen(lease, slot));
        Map<Bytes32, Long> totals = egress.totals();
        totals.forEach((lease, total) -> {
            if (!total.equals(told.get(lease))) up.putIfAbsent(lease, false);
        });
        sightings.forgetBefore(slot);
        List<Signed<WitnessRecord>> records = new ArrayList<>();
        up.forEach((lease, is) -> {
            long total = totals.getOrDefault(lease, 0L);
            told.put(lease, total);
            records.add(Signed.by(key, new WitnessRecord(lease, key.address(), slot, is, total)));
        });
        return records;
    }
}
