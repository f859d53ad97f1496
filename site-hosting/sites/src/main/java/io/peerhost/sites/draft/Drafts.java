package io.peerhost.sites.draft;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.blob.Blobs;
import io.peerhost.sites.database.Database;
import io.peerhost.sites.idempotency.Answers;
import io.peerhost.sites.site.Site;
import io.peerhost.sites.site.SitesConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Changes of drafts. */
@ApplicationScoped
public class Drafts {
    private final Database database;
    private final Blobs blobs;
    private final SitesConfig config;
    private final Clock clock;

    Drafts(Database database, Blobs blobs, SitesConfig config, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.config = config;
        this.clock = clock;
    }

    /** One more with each batch that was applied. */
    public record Revision(long revision) {}

    /**
     * Applies all changes, or none.
     *
     * @param key the request's idempotency key, or null
     * @throws Problem 404 for an unknown site, blob or path; 409 when a file is where a folder should be or the other way round;
     *     422 when a limit would be passed
     */
    public Revision change(UUID site, Changes changes, String key) {
        Hash request = Hash.ofContent(Json.bytes(changes));
        return database.call(connection -> {
            Site locked = Site.lock(site);
            return Answers.once(
                    connection,
                    site,
                    key,
                    request,
                    clock.instant(),
                    Revision.class,
                    within -> apply(within, locked, changes));
        });
    }

    private Revision apply(Connection connection, Site site, Changes changes) throws SQLException {
        if (changes.changes().isEmpty()) return new Revision(site.draftRevision);
        checkBlobs(connection, changes.blobs());
        DraftWriter writer =
                new DraftWriter(connection, site.id, clock.instant().getEpochSecond());
        for (List<DraftChange> run : changes.runs()) writer.apply(run);
        writer.finish();
        site.draftRevision++;
        site.draftBytes += writer.bytes();
        site.draftEntries += writer.entries();
        if (writer.bytes() > 0) site.requireRoom("With this the draft", site.draftBytes);
        if (writer.entries() > 0 && site.draftEntries > config.mostEntries())
            throw Problem.refused(
                    "too-many-entries",
                    "The site would have " + site.draftEntries + " files and folders, it may have "
                            + config.mostEntries() + ".");
        return new Revision(site.draftRevision);
    }

    private void checkBlobs(Connection connection, Map<Hash, Long> said) throws SQLException {
        Map<Hash, Long> stored = blobs.sizes(connection, said.keySet());
        if (stored.size() < said.size())
            throw Blobs.missing(said.keySet().stream()
                    .filter(hash -> !stored.containsKey(hash))
                    .toList());
        said.forEach((hash, size) -> {
            if (!stored.get(hash).equals(size))
                throw Problem.refused(
                        "size-wrong", "The blob " + hash + " has " + stored.get(hash) + " bytes, not " + size);
        });
    }
}
