package io.peerhost.sites.blob;

import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
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
    private final Walk walk;
    private final Event<Collecting> collecting;
    private final Compaction compaction;
    private final ObjectStore store;
    private final StoreConfig config;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("collector").factory());

    Collector(
            Database database,
            Event<Collecting> collecting,
            Compaction compaction,
            ObjectStore store,
            StoreConfig config,
            Clock clock) {
        this.collecting = collecting;
        this.database = database;
        this.walk = new Walk(database);
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
        Collected collected = collect();
        if (collected.blobs() + collected.packs() + collected.repacked() > 0) LOG.infof("Collected: %s", collected);
    }

    /** One run, now. Several at once do no harm. What one step cannot do now, the next run does; the other steps go on. */
    public Collected collect() {
        Instant before = clock.instant().minus(config.grace());
        step("uploads", () -> database.call(connection -> Garbage.forget(connection, before)));
        step("deleted sites", () -> forgetSites(before));
        step("releases", () -> {
            collecting.fire(new Collecting());
            return 0;
        });
        int blobs = step("blobs", () -> removeBlobs(before));
        int repacked = step("packs to be packed anew", () -> compaction.run(before));
        return new Collected(blobs, step("packs", () -> removePacks(before)), repacked);
    }

    private static int step(String what, IntSupplier step) {
        try {
            return step.getAsInt();
        } catch (Problem e) {
            LOG.warnf("Collecting %s waits: %s", what, e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "Collecting %s failed", what);
        }
        return 0;
    }

    private int forgetSites(Instant before) {
        int pages = 0;
        for (var site = toForget(before); site.isPresent(); site = toForget(before)) {
            UUID found = site.get();
            database.call(connection -> Garbage.forgetSite(connection, found));
            pages++;
        }
        return pages;
    }

    private Optional<UUID> toForget(Instant before) {
        return database.call(connection -> Garbage.toForget(connection, before));
    }

    private int removeBlobs(Instant before) {
        return walk.over(
                Walk.BEFORE_BLOBS,
                Garbage::page,
                Integer.MAX_VALUE,
                (connection, after, to) -> Garbage.removeBlobs(connection, after, to, before));
    }

    private int removePacks(Instant before) {
        walk.over(
                Walk.BEFORE_PACKS,
                Garbage::page,
                Integer.MAX_VALUE,
                (connection, after, to) -> Garbage.doom(connection, after, to, before));
        int removed = 0;
        for (var pack : database.call(Garbage::doomed)) {
            store.remove(pack);
            removed += database.call(connection -> Garbage.removePack(connection, pack));
        }
        return removed;
    }
}
