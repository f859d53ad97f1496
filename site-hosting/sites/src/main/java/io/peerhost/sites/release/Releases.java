package io.peerhost.sites.release;

import io.peerhost.protocol.draft.Published;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.PageRules;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.blob.Blobs;
import io.peerhost.sites.blob.Pack;
import io.peerhost.sites.database.Database;
import io.peerhost.sites.draft.DraftNodes;
import io.peerhost.sites.idempotency.Answers;
import io.peerhost.sites.site.Addresses;
import io.peerhost.sites.site.Site;
import io.quarkus.hibernate.orm.panache.Panache;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Publishing and rolling back. */
@ApplicationScoped
public class Releases {
    private static final Logger LOG = Logger.getLogger(Releases.class);
    /** Each holds a connection, and storing its nodes takes a second one for a moment: together less than the pool has. */
    private static final int AT_ONCE = 6;

    private static final Hash PUBLISH = Hash.ofContent("publish".getBytes(StandardCharsets.UTF_8));

    private final Database database;
    private final Blobs blobs;
    private final Pointer pointer;
    private final Addresses addresses;
    private final ManifestCheck manifest;
    private final Clock clock;
    private final Semaphore publishing = new Semaphore(AT_ONCE, true);

    Releases(
            Database database, Blobs blobs, Pointer pointer, Addresses addresses, ManifestCheck manifest, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.pointer = pointer;
        this.addresses = addresses;
        this.manifest = manifest;
        this.clock = clock;
    }

    /**
     * Freezes the draft. Of two at once the second waits for the first, and finds nothing changed.
     *
     * @param key the request's idempotency key, or null
     * @throws Problem 404 for an unknown site, 409 when there is nothing to publish, 422 when {@code peerhost.yaml}
     *     is wrong or no replica has the disk for it
     */
    public Published publish(UUID site, String key) {
        return inTurn(() -> database.call(connection -> {
            Site locked = Site.lock(site);
            return Answers.once(
                    connection,
                    site,
                    key,
                    PUBLISH,
                    clock.instant(),
                    Published.class,
                    within -> publish(within, locked));
        }));
    }

    private Published inTurn(Supplier<Published> publish) {
        try {
            if (!publishing.tryAcquire(20, TimeUnit.SECONDS))
                throw Problem.unavailable("Too many publish at once. Try again.", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("We are shutting down.", e);
        }
        try {
            return publish.get();
        } finally {
            publishing.release();
        }
    }

    private Published publish(Connection connection, Site site) throws SQLException {
        DraftNodes draft = DraftNodes.of(connection, site.id)
                .filter(found -> found.files() > 0)
                .orElseThrow(() -> Problem.conflict(
                        "nothing-to-publish",
                        "The draft holds no files, so nothing is published. Put a file there first."));
        Optional<Release> current =
                site.currentRelease == null ? Optional.empty() : Release.find(site.id, site.currentRelease);
        if (current.isPresent() && current.get().root.equals(draft.root())) {
            draft.keep(connection, site.id);
            return new Published(current.get().summary(site), false, addresses.url(site));
        }
        site.requireRoom("The draft", draft.bytes());
        PageRules pages = manifest.check(connection, site);
        store(connection, site, draft);
        Release release = release(site, draft, pages);
        pointer.move(connection, site, release, release.publishedAt);
        LOG.infof(
                "Site %s published release %d: %d files, %d changed",
                site.id, release.number, release.files, release.changed);
        return new Published(release.summary(site), true, addresses.url(site));
    }

    private void store(Connection connection, Site site, DraftNodes draft) throws SQLException {
        blobs.put(draft.made().stream()
                .map(node -> new Pack.Content(node.hash(), node.encoded()))
                .toList());
        ReleasedBlobs.add(connection, site.id, draft.reached());
        draft.keep(connection, site.id);
    }

    private Release release(Site site, DraftNodes draft, PageRules pages) {
        Optional<Release> newest = Release.newest(site.id);
        Release release = new Release();
        release.site = site.id;
        release.number = newest.map(before -> before.number + 1).orElse(1);
        release.root = draft.root();
        release.files = draft.files();
        release.bytes = draft.bytes();
        release.changed = newest.map(
                        before -> new TreeDifference(new Nodes(blobs, draft)::read).between(before.root, draft.root()))
                .orElse(draft.files());
        release.index = pages.index();
        release.notFound = pages.notFound();
        release.cleanUrls = pages.cleanUrls();
        release.fallback = pages.fallback();
        release.documentRoot = pages.documentRoot();
        release.publishedAt = clock.instant();
        release.persist();
        Panache.getEntityManager().flush();
        return release;
    }

    /** At most 1,000, newest first. */
    public List<ReleaseSummary> list(UUID site) {
        return database.call(connection -> {
            Site found = Site.get(site);
            return Release.newestFirst(site).stream()
                    .map(release -> release.summary(found))
                    .toList();
        });
    }

    /**
     * Points visitors to a release, at once.
     *
     * @param number null for the one before the current
     * @param key the request's idempotency key, or null
     * @throws Problem 404 when there is no such release, 422 when it is no longer kept
     */
    public ReleaseSummary point(UUID site, Integer number, String key) {
        Hash request = Hash.ofContent(("point " + number).getBytes(StandardCharsets.UTF_8));
        return database.call(connection -> {
            Site locked = Site.lock(site);
            return Answers.once(
                    connection,
                    site,
                    key,
                    request,
                    clock.instant(),
                    ReleaseSummary.class,
                    within -> point(within, locked, number));
        });
    }

    private ReleaseSummary point(Connection connection, Site site, Integer number) throws SQLException {
        Release goal = (number == null ? before(site) : Release.find(site.id, number))
                .orElseThrow(() -> Problem.missing(
                        number == null
                                ? "There is no release before the current one."
                                : "The site has no release " + number + "."));
        if (goal.retiredAt != null)
            throw Problem.refused(
                    "release-not-kept",
                    "Release " + goal.number + " is no longer kept. The list of releases says which are.");
        if (!Integer.valueOf(goal.number).equals(site.currentRelease)) repoint(connection, site, goal);
        return goal.summary(site);
    }

    private void repoint(Connection connection, Site site, Release goal) throws SQLException {
        LOG.infof("Site %s goes from release %d to %d", site.id, site.currentRelease, goal.number);
        pointer.move(connection, site, goal, clock.instant());
    }

    private static Optional<Release> before(Site site) {
        return site.currentRelease == null ? Optional.empty() : Release.before(site.id, site.currentRelease);
    }
}
