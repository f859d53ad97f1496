package io.peerhost.sites.release;

import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.blob.Blobs;
import io.peerhost.sites.blob.Collecting;
import io.peerhost.sites.database.Database;
import io.peerhost.sites.site.Site;
import io.peerhost.sites.site.SitesConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Gives up the oldest releases of sites whose releases hold several times the disk reserved for them: their rows stay, what only they
 * reach is left to the collector. Each site is weighed after its pointer moved.
 */
@ApplicationScoped
class Retirement {
    private static final Logger LOG = Logger.getLogger(Retirement.class);
    private static final int SITES = 1_000;

    private final Database database;
    private final Blobs blobs;
    private final SitesConfig config;
    private final Clock clock;

    Retirement(Database database, Blobs blobs, SitesConfig config, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.config = config;
        this.clock = clock;
    }

    private record Heap(Site site, List<Release> releases, boolean fits) {}

    void collecting(@Observes Collecting now) {
        List<UUID> due = database.call(connection -> Sql.list(
                connection,
                "SELECT id FROM site WHERE weigh_at <= ? AND deleted_at IS NULL ORDER BY weigh_at LIMIT " + SITES,
                row -> row.getObject(1, UUID.class),
                clock.instant()));
        for (UUID site : due)
            try {
                weigh(site);
            } catch (RuntimeException e) {
                LOG.warnf(e, "The releases of site %s could not be weighed; it is tried again in an hour", site);
                later(site, clock.instant().plus(Weighing.FETCHED));
            }
    }

    private void weigh(UUID id) {
        Heap heap = database.call(connection -> heap(connection, id));
        Site site = heap.site();
        Instant again = null;
        if (!heap.fits()) {
            Weighing weighing = new Weighing(blobs, site, heap.releases(), room(site), clock.instant());
            if (!retire(site, weighing.retired()) || !forget(site, weighing)) return;
            again = weighing.again().orElse(null);
        }
        Instant next = again;
        database.call(connection -> {
            if (isAsWeighed(site)) Site.lock(id).weighAt = next;
            return null;
        });
    }

    private Heap heap(Connection connection, UUID id) throws SQLException {
        Site site = Site.get(id);
        Reach.Room room = room(site);
        Reach.Room held = ReleasedBlobs.held(connection, id);
        boolean fits = held.bytes() <= room.bytes() && held.blobs() <= room.blobs();
        return new Heap(site, fits ? List.of() : Release.kept(id), fits);
    }

    private Reach.Room room(Site site) {
        return new Reach.Room(
                Math.multiplyExact(site.quotaBytes, (long) config.keptTimes()),
                Math.multiplyExact(config.mostEntries(), config.keptTimes()));
    }

    /** @return false when the pointer moved since it was weighed: then it is weighed again */
    private boolean retire(Site site, List<Integer> numbers) {
        return database.call(connection -> {
            if (!isAsWeighed(site)) return false;
            int retired = Sql.update(
                    connection,
                    "UPDATE release SET retired_at = ? WHERE site = ? AND number = ANY (?)",
                    clock.instant(),
                    site.id,
                    Column.of("int", numbers));
            if (retired > 0) LOG.infof("Site %s keeps %d releases no longer", site.id, retired);
            return true;
        });
    }

    /** What no release that is kept reaches, page by page, each under the site's lock and only while nothing was published. */
    private boolean forget(Site site, Weighing weighing) {
        Optional<Hash> after = Optional.of(Hash.of(new byte[32]));
        while (after.isPresent()) {
            Hash from = after.get();
            Optional<Hash> to = database.call(connection -> {
                if (!isAsWeighed(site)) return Optional.empty();
                List<Hash> page = ReleasedBlobs.page(connection, site.id, from);
                ReleasedBlobs.remove(
                        connection,
                        site.id,
                        page.stream().filter(hash -> !weighing.keeps(hash)).toList());
                return page.isEmpty() ? Optional.of(from) : Optional.of(page.getLast());
            });
            if (to.isEmpty()) return false;
            after = to.filter(reached -> !reached.equals(from));
        }
        return true;
    }

    /** Locks it. */
    private static boolean isAsWeighed(Site weighed) {
        return Site.lock(weighed.id).move == weighed.move;
    }

    private void later(UUID site, Instant at) {
        database.call(connection -> Sql.update(connection, "UPDATE site SET weigh_at = ? WHERE id = ?", at, site));
    }
}
