package io.peerhost.sites.blob;

import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Removes what nothing refers to and was not wanted for the time of grace, then empty packs, and packs anew what mostly
 * empty ones hold. Safe beside everything else: whoever is told that a blob is stored has renewed its time in the same
 * statement, and each step looks again under the row's lock.
 */
@ApplicationScoped
public class Collector {
    private static final Logger LOG = Logger.getLogger(Collector.class);

    private final Database database;
    private final Compaction compaction;
    private final ObjectStore store;
    private final StoreConfig config;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("collector").factory());

    Collector(Database database, Compaction compaction, ObjectStore store, StoreConfig config, Clock clock) {
        this.database = database;
        this.compaction = compaction;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** What one run removed. */
    public record Collected(int blobs, int packs, int repacked) {}

    void start(@Observes StartupEvent event) {
        long every = config.collectEvery().toMillis();
        timer.scheduleWithFixedDelay(this::collectQuietly, every, every, TimeUnit.MILLISECONDS);
    }

    void end(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void collectQuietly() {
        try {
            Collected collected = collect();
            if (collected.blobs() + collected.packs() + collected.repacked() > 0) LOG.infof("Collected: %s", collected);
        } catch (Problem e) {
            LOG.warnf("Collecting waits: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Collecting failed", e);
        }
    }

    /** One run, now. Several at once do no harm. */
    public Collected collect() {
        Instant before = clock.instant().minus(config.grace());
        database.call(connection -> Garbage.forget(connection, before));
        database.call(connection -> Garbage.forgetSites(connection, before));
        int blobs = 0;
        int some;
        do {
            some = database.call(connection -> Garbage.removeBlobs(connection, before));
            blobs += some;
        } while (some == Garbage.AT_ONCE);
        int repacked = compaction.run(before);
        return new Collected(blobs, removePacks(before), repacked);
    }

    private int removePacks(Instant before) {
        database.call(connection -> Garbage.doom(connection, before));
        int removed = 0;
        for (var pack : database.call(Garbage::doomed)) {
            store.remove(pack);
            removed += database.call(connection -> Garbage.removePack(connection, pack));
        }
        return removed;
    }
}
