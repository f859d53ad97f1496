package io.peerhost.edge.witness;

import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.metering.WitnessRecord;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Slot after slot: probes at a moment nobody can foresee, and at the slot's end puts the records on disk. */
public final class WitnessLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessLoop.class);
    static final long SLOT_MILLIS = 1000L * WitnessRecord.SLOT_SECONDS;

    /** Slots. */
    private static final long MOST_BEHIND = 3;

    private final Witness witness;
    private final EgressLedger egress;
    private final Spool spool;
    private final Clock clock;
    private final Thread slots = new Thread(this::slots, "witness");
    private final Thread seconds = new Thread(this::seconds, "egress-ledger");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long told;

    public WitnessLoop(Witness witness, EgressLedger egress, Spool spool, Clock clock) {
        this.witness = witness;
        this.egress = egress;
        this.spool = spool;
        this.clock = clock;
    }

    public void start() {
        told = clock.millis() / SLOT_MILLIS;
        slots.setDaemon(true);
        seconds.setDaemon(true);
        slots.start();
        seconds.start();
    }

    /** Whether no slot was told of for some time, though each was to be. */
    public boolean behind() {
        return clock.millis() / SLOT_MILLIS - told > MOST_BEHIND;
    }

    private void slots() {
        try {
            safely("tell of what was seen before", () -> tell(witness.resumed()));
            while (true) {
                long slot = clock.millis() / SLOT_MILLIS;
                if (ends(ThreadLocalRandom.current().nextLong(Math.max(1, witness.left(slot) / 2)))) return;
                safely("ask the replicas", () -> witness.probe(slot));
                if (ends(witness.left(slot))) return;
                safely("tell of a slot", () -> {
                    tell(witness.records(slot));
                    told = slot;
                    witness.forget();
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(List<Signed<WitnessRecord>> records) throws IOException {
        spool.add(records.stream().map(Json::write).toList());
        witness.told(records);
    }

    private void seconds() {
        try {
            while (!ends(1_000)) safely("bring the egress counted to the disk", egress::save);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** Whatever goes wrong now, there is a next time. */
    private static void safely(String what, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            LOG.error("It failed to {}", what, e);
        }
    }

    /** Waits; true when this loop is to end. Nothing is interrupted: that would cut what is being written. */
    private boolean ends(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            slots.join(5_000);
            seconds.join(5_000);
            safely("bring the egress counted to the disk", egress::save);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
