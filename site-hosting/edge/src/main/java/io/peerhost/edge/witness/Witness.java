package io.peerhost.edge.witness;

import io.peerhost.edge.route.Routes;
import io.peerhost.edge.route.Routes.Serving;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.metering.WitnessRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Makes the records of one slot: probes every replica that says it is ready, and says what was seen and counted. */
public final class Witness {
    private static final int PROBES_AT_ONCE = 256;

    private final Routes routes;
    private final Predicate<Serving> probe;
    private final Sightings sightings;
    private final EgressLedger egress;
    private final SigningKey key;
    private final Clock clock;
    private final Semaphore room = new Semaphore(PROBES_AT_ONCE);
    private final Set<Bytes32> underWay = ConcurrentHashMap.newKeySet();

    public Witness(
            Routes routes,
            Predicate<Serving> probe,
            Sightings sightings,
            EgressLedger egress,
            SigningKey key,
            Clock clock) {
        this.routes = routes;
        this.probe = probe;
        this.sightings = sightings;
        this.egress = egress;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Probes them all for a slot; returns when each has answered, or the slot is over. One that has not ended its answer to an
     * earlier slot's probe by then is not asked again before it has. Blocks.
     */
    public void probe(long slot) throws InterruptedException {
        List<Serving> all = routes.serving();
        // Where time is short, it is not always the same who is not asked.
        Collections.shuffle(all);
        CountDownLatch answers = new CountDownLatch(all.size());
        for (Serving serving : all) {
            Bytes32 lease = serving.replica().lease();
            if (!underWay.add(lease)) {
                answers.countDown();
                continue;
            }
            if (!room.tryAcquire(left(slot), TimeUnit.MILLISECONDS)) {
                underWay.remove(lease);
                return;
            }
            Thread.ofVirtual().name("probe").start(() -> {
                try {
                    if (probe.test(serving) && left(slot) > 0) sightings.answered(lease, slot);
                } finally {
                    underWay.remove(lease);
                    room.release();
                    answers.countDown();
                }
            });
        }
        answers.await(left(slot), TimeUnit.MILLISECONDS);
    }

    /** Milliseconds of the slot; none when it is over. */
    long left(long slot) {
        return Math.max(0, (slot + 1) * WitnessLoop.SLOT_MILLIS - clock.millis());
    }

    /**
     * At the start: what an edge that was killed had seen in its last slots and may not have told. Told once more, it changes
     * nothing.
     */
    public List<Signed<WitnessRecord>> resumed() {
        Map<Bytes32, Long> totals = egress.totals();
        long newest = sightings.newest();
        if (newest == 0) return List.of();
        return sightings.since(newest - 1).entrySet().stream()
                .map(seen -> record(seen.getKey(), seen.getValue(), true, totals.get(seen.getKey())))
                .toList();
    }

    /** One record for each lease that serves or answered, and for each whose count moved since it was last told. */
    public List<Signed<WitnessRecord>> records(long slot) {
        Map<Bytes32, Boolean> up = new HashMap<>();
        for (Serving serving : routes.serving()) up.put(serving.replica().lease(), false);
        Map<Bytes32, Long> totals = egress.totals();
        totals.forEach((lease, total) -> {
            if (sightings.seen(lease, slot)) up.put(lease, true);
            else if (egress.untold(lease, total)) up.putIfAbsent(lease, false);
        });
        List<Signed<WitnessRecord>> records = new ArrayList<>();
        up.forEach((lease, is) -> records.add(record(lease, slot, is, totals.getOrDefault(lease, 0L))));
        return records;
    }

    /** These are on disk: what they count need not be told again. */
    public void told(List<Signed<WitnessRecord>> records) {
        for (Signed<WitnessRecord> record : records)
            egress.told(record.statement().lease(), record.statement().egressBytes());
    }

    /** What was counted of leases that ended long ago, and is told. */
    public void forget() {
        egress.totals().forEach((lease, total) -> {
            if (!egress.untold(lease, total) && routes.hasForgotten(lease)) egress.forget(lease);
        });
    }

    private Signed<WitnessRecord> record(Bytes32 lease, long slot, boolean up, long total) {
        return Signed.by(key, new WitnessRecord(lease, key.address(), slot, up, total));
    }
}
