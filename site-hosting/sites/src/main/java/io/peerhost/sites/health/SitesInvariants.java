package io.peerhost.sites.health;

import io.peerhost.messaging.sql.Sql;
import io.peerhost.observability.Invariant;
import io.peerhost.observability.Invariants;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.blob.BlobCheck;
import io.peerhost.sites.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Looks whether what must hold of releases and drafts does. */
@ApplicationScoped
class SitesInvariants implements Invariants {
    /** Of a deleted site, and of a release that is no longer kept, only the release's name stays. */
    private static final String STANDING =
            " FROM release r WHERE EXISTS (SELECT FROM site s WHERE s.id = r.site AND s.deleted_at IS NULL)"
                    + " AND r.retired_at IS NULL";

    private final Database database;
    private final BlobCheck blobs;

    SitesInvariants(Database database, BlobCheck blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    @Override
    public List<Invariant> check() {
        List<Hash> roots = database.call(
                connection -> Sql.list(connection, "SELECT DISTINCT root" + STANDING, row -> Hash.of(row.getBytes(1))));
        ReleaseWalk walk = new ReleaseWalk(blobs);
        walk.folders(roots);
        walk.files();
        return List.of(walk.foldersHold(count("SELECT count(*)" + STANDING)), walk.filesHold(), draftsHold());
    }

    private Invariant draftsHold() {
        long absent = count("SELECT count(*) FROM draft_entry d WHERE d.type = 'f'"
                + " AND NOT EXISTS (SELECT FROM blob b WHERE b.hash = d.hash)");
        return Findings.of(
                "each draft's files are stored",
                absent == 0 ? List.of() : List.of(absent + " files of drafts have no blob"),
                count("SELECT count(*) FROM draft_entry WHERE type = 'f'") + " files");
    }

    private long count(String sql) {
        return database.call(connection -> Sql.number(connection, sql));
    }
}
