package io.peerhost.sites.health;

import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.blob.BlobCheck;
import io.peerhost.sites.database.Database;
import io.peerhost.sites.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Each release's blobs are stored, and their bytes are what their hashes say. */
@ApplicationScoped
class Invariants {
    private static final int MOST_SHOWN = 20;

    private final Database database;
    private final BlobCheck blobs;

    Invariants(Database database, BlobCheck blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    /**
     * @param holds whether nothing wrong was found
     * @param releases how many there are
     * @param folders how many different folders of them were read and hashed
     * @param present how many different files of them are stored
     * @param hashed how many of these were read and hashed
     * @param sampled whether a limit was reached, so that not all was looked at
     * @param violations what is wrong, the first few
     */
    record Report(
            boolean holds,
            long releases,
            int folders,
            int present,
            int hashed,
            boolean sampled,
            List<String> violations) {}

    Report check() {
        List<Hash> roots = database.call(connection ->
                Sql.list(connection, "SELECT DISTINCT root FROM release", row -> Hash.of(row.getBytes(1))));
        long releases = database.call(connection -> Sql.number(connection, "SELECT count(*) FROM release"));
        ReleaseWalk walk = new ReleaseWalk(blobs);
        walk.folders(roots);
        walk.files();
        return new Report(
                walk.violations().isEmpty(),
                releases,
                walk.foldersRead(),
                walk.filesPresent(),
                walk.filesHashed(),
                walk.sampled(),
                walk.violations().stream().limit(MOST_SHOWN).toList());
    }
}
