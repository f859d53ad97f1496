package io.peerhost.sites.health;

import io.peerhost.observability.Invariant;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.blob.BlobCheck;
import io.peerhost.sites.blob.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One walk over the trees of releases: every folder and file once, however many releases share it. */
final class ReleaseWalk {
    private static final int MOST_FOLDERS = 20_000;
    /** Files of which the bytes are read, beyond which a random sample is taken. */
    private static final int MOST_FILES = 5_000;

    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private final BlobCheck blobs;
    private final List<String> wrongFolders = new ArrayList<>();
    private final List<String> wrongFiles = new ArrayList<>();
    private final Set<Hash> seen = new HashSet<>();
    private final Set<Hash> files = new HashSet<>();
    private int filesPresent;
    private int filesHashed;
    private boolean foldersLeft;

    ReleaseWalk(BlobCheck blobs) {
        this.blobs = blobs;
    }

    /** From the roots, level by level. */
    void folders(Collection<Hash> roots) {
        Set<Hash> level = new HashSet<>(roots);
        while (!level.isEmpty() && !foldersLeft) {
            foldersLeft = seen.size() + level.size() > MOST_FOLDERS;
            if (foldersLeft) return;
            seen.addAll(level);
            Set<Hash> below = new HashSet<>();
            blobs.check(present(level, wrongFolders).values(), bytes -> look(bytes, below), wrongFolders::add);
            below.removeAll(seen);
            level = below;
        }
    }

    private void look(byte[] encoded, Set<Hash> below) {
        try {
            for (Folder.Entry entry : Folder.decode(encoded).entries())
                (entry.type() == Folder.Type.FILE ? files : below).add(entry.hash());
        } catch (IllegalArgumentException e) {
            wrongFolders.add("the folder " + Hash.ofContent(encoded) + " of a release: " + e.getMessage());
        }
    }

    void files() {
        List<Located> located = new ArrayList<>(present(files, wrongFiles).values());
        filesPresent = located.size();
        Collections.shuffle(located);
        List<Located> sample = new ArrayList<>();
        long bytes = 0;
        for (Located blob : located) {
            if (sample.size() == MOST_FILES || (!sample.isEmpty() && bytes + blob.size() > MOST_BYTES)) continue;
            sample.add(blob);
            bytes += blob.size();
        }
        blobs.check(sample, right -> {}, wrongFiles::add);
        filesHashed = sample.size();
    }

    private Map<Hash, Located> present(Set<Hash> hashes, List<String> wrong) {
        Map<Hash, Located> present = blobs.present(hashes);
        for (Hash hash : hashes)
            if (!present.containsKey(hash)) wrong.add("the blob " + hash + " of a release is not stored");
        return present;
    }

    Invariant foldersHold(long releases) {
        return Findings.of(
                "each release's folders are stored and hash right",
                wrongFolders,
                seen.size() + " folders of " + releases + " releases" + (foldersLeft ? ", not all of them" : ""));
    }

    Invariant filesHold() {
        return Findings.of(
                "each release's files are stored and hash right",
                wrongFiles,
                filesPresent + " are stored, "
                        + (filesHashed < filesPresent
                                ? "a sample of " + filesHashed + " was read and hashed"
                                : "all were read and hashed"));
    }
}
