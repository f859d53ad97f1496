package io.peerhost.sites.health;

import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.blob.BlobCheck;
import io.peerhost.sites.database.Database;
import io.peerhost.sites.database.Sql;
import io.peerhost.sites.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Each release's blobs are stored, and their bytes are what their hashes say. */
@ApplicationScoped
class Invariants {
    /** Files whose bytes are read, beyond which samples are taken. */
    private static final int MOST_FILES = 2_000;

    private static final long MOST_BYTES = 256L * 1024 * 1024;
    private static final int MOST_FOLDERS = 20_000;
    private static final int MOST_SHOWN = 20;

    private final Database database;
    private final BlobCheck blobs;

    Invariants(Database database, BlobCheck blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    /**
     * @param holds whether nothing wrong was found
     * @param folders how many folder nodes were read
     * @param present how many files were found stored
     * @param hashed of how many the bytes were read and hashed
     * @param sampled whether a limit was reached, so that not all was looked at
     * @param violations what is wrong, the first few
     */
    record Report(boolean holds, int folders, int present, int hashed, boolean sampled, List<String> violations) {}

    Report check() {
        List<String> violations = new ArrayList<>();
        Deque<Hash> folders = new ArrayDeque<>(database.call(connection ->
                Sql.list(connection, "SELECT DISTINCT ON (root) root FROM release", row -> Hash.of(row.getBytes(1)))));
        Set<Hash> seen = new HashSet<>(folders);
        Set<Hash> files = new HashSet<>();
        int read = 0;
        while (!folders.isEmpty() && read < MOST_FOLDERS) {
            look(folders.poll(), folders, seen, files, violations);
            read++;
        }
        Set<Hash> absent = blobs.absent(files);
        absent.forEach(hash -> violations.add("the blob " + hash + " of a release is not stored"));
        List<Hash> sample = new ArrayList<>(files);
        sample.removeAll(absent);
        int present = sample.size();
        Collections.shuffle(sample);
        int hashed = blobs.hash(sample.subList(0, Math.min(present, MOST_FILES)), MOST_BYTES, violations);
        return new Report(
                violations.isEmpty(),
                read,
                present,
                hashed,
                hashed < present || !folders.isEmpty(),
                violations.stream().limit(MOST_SHOWN).toList());
    }

    private void look(Hash hash, Deque<Hash> folders, Set<Hash> seen, Set<Hash> files, List<String> violations) {
        try {
            for (Folder.Entry entry : Folder.decode(blobs.folder(hash)).entries())
                if (entry.type() == Folder.Type.FILE) files.add(entry.hash());
                else if (seen.add(entry.hash())) folders.add(entry.hash());
        } catch (IllegalArgumentException e) {
            violations.add("the folder " + hash + " of a release: " + e.getMessage());
        } catch (Problem e) {
            if (e.status() != 404) throw e;
            violations.add("the folder " + hash + " of a release is not stored");
        }
    }
}
