package io.peerhost.edge.witness;

import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.metering.WitnessRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private static final long SLOT_MILLIS = 1000L * WitnessRecord.SLOT_SECONDS;

    private final Witness witness;
    private final EgressLedger egress;
    private final Spool spool;
    private final Clock clock;
    private final Thread slots = new Thread(this::slots, "witness");
    private final Thread seconds = new Thread(this::seconds, "egress-ledger");
    private final CountDownLatch closed = new CountDownLatch(1);

    public WitnessLoop(Witness witness, EgressLedger egress, Spool spool, Clock clock) {
        this.witness = witness;
        this.egress = egress;
        this.spool = spool;
        this.clock = clock;
    }

    public void start() {
        slots.setDaemon(true);
        seconds.setDaemon(true);
        slots.start();
        seconds.start();
    }

    private void slots() {
        tell(witness.resumed());
        try {
            while (true) {
                long slot = clock.millis() / SLOT_MILLIS;
                long left = (slot + 1) * SLOT_MILLIS - clock.millis();
                if (ends(ThreadLocalRandom.current().nextLong(Math.max(1, left / 2)))) return;
                witness.probe(slot);
                if (ends(Math.max(0, (slot + 1) * SLOT_MILLIS - clock.millis()))) return;
                tell(witness.records(slot));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(List<Signed<WitnessRecord>> records) {
        try {
            spool.add(records.stream().map(Json::write).toList());
            witness.told(records);
        } catch (IOException e) {
            LOG.error("{} witness records cannot be kept", records.size(), e);
        }
    }

    private void seconds() {
        try {
            while (!ends(1_000)) save();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void save() {
        try {
            egress.save();
        } catch (UncheckedIOException e) {
            LOG.error("The egress counted cannot be brought to the disk", e);
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
            save();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
