package io.peerhost.agent.storage;

import io.peerhost.agent.tunnel.ContentSource;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The releases kept whole. A release is marked when every blob of it is here; the mark names the boot, and a release marked by an
 * earlier boot has all its blobs hashed again before it counts, for they were not synced one by one.
 */
public final class Releases implements ContentSource {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
    private static final int FETCHES = 3;

    private final Path marks;
    private final String boot = Boot.id();
    private final BlobStore blobs;
    private final FolderTree tree;
    private final ReleaseFetcher fetcher;
    private final Set<Hash> whole = ConcurrentHashMap.newKeySet();
    private final Semaphore fetches = new Semaphore(FETCHES, true);

    public Releases(Path folder, BlobStore blobs, ContentClient client) throws IOException {
        this.marks = Files.createDirectories(folder.resolve("releases"));
        this.blobs = blobs;
        this.tree = new FolderTree(blobs);
        this.fetcher = new ReleaseFetcher(blobs, client);
    }

    /**
     * Returns when every blob of the release is here.
     *
     * @param quota bytes the lease has reserved
     * @param progress told in words for people
     */
    public void bring(Bytes32 lease, Hash root, long quota, Consumer<String> progress)
            throws IOException, InterruptedException {
        if (whole.contains(root)) return;
        fetches.acquire();
        try {
            String marked = mark(root);
            if (marked != null && !marked.equals(boot)) checkAll(root);
            if (marked == null || !marked.equals(boot)) fetcher.fetch(lease, root, quota, progress);
            Files.writeString(marks.resolve(root.hex()), boot);
            whole.add(root);
        } finally {
            fetches.release();
        }
    }

    private String mark(Hash root) throws IOException {
        Path mark = marks.resolve(root.hex());
        return Files.exists(mark) ? Files.readString(mark) : null;
    }

    /** Removes what is not as its hash says, so that it is fetched again. */
    private void checkAll(Hash root) throws IOException {
        if (!blobs.sound(root)) return;
        try {
            tree.walk(root, (path, entry) -> {
                if (!blobs.sound(entry.hash())) LOG.info("{} did not survive the last stop, it is fetched again", path);
            });
        } catch (IOException e) {
            LOG.debug("Folders are missing, they are fetched again: {}", e.getMessage());
        }
    }

    /**
     * Removes all blobs that none of these releases needs. Does nothing while a release is being fetched.
     *
     * @return whether it was done
     */
    public boolean keepOnly(Set<Hash> roots) throws IOException {
        if (!fetches.tryAcquire(FETCHES)) return false;
        try {
            whole.retainAll(roots);
            try (var files = Files.list(marks)) {
                for (Path mark : files.toList())
                    if (!roots.contains(Hash.of(mark.getFileName().toString()))) Files.delete(mark);
            }
            Set<Hash> needed = needed(roots);
            int removed = blobs.keepOnly(needed::contains);
            if (removed > 0) LOG.info("Removed {} blobs that no release here needs", removed);
            return true;
        } finally {
            fetches.release(FETCHES);
        }
    }

    /** What these releases need, as far as their folders are here: the download of one may never have come to its end. */
    private Set<Hash> needed(Set<Hash> roots) throws IOException {
        Set<Hash> needed = new HashSet<>(roots);
        Set<Hash> folders = new HashSet<>(roots);
        Deque<Hash> unread = new ArrayDeque<>(roots);
        while (!unread.isEmpty())
            for (Folder.Entry entry : entries(unread.pop())) {
                needed.add(entry.hash());
                if (entry.type() == Folder.Type.FOLDER && folders.add(entry.hash())) unread.push(entry.hash());
            }
        return needed;
    }

    private List<Folder.Entry> entries(Hash folder) throws IOException {
        try {
            return tree.folder(folder).entries();
        } catch (NoSuchFileException | FolderTree.NotAFolder e) {
            LOG.debug("Nothing below it is kept: {}", e.getMessage());
            return List.of();
        }
    }

    /** Sees every file and folder of a whole release with its path. */
    void walk(Hash root, FolderTree.Visitor visitor) throws IOException {
        tree.walk(root, visitor);
    }

    Path file(Folder.Entry entry) {
        return blobs.path(entry.hash());
    }

    @Override
    public boolean whole(Hash release) {
        return whole.contains(release);
    }

    @Override
    public Optional<Blob> blob(Hash hash) {
        return blobs.size(hash).map(size -> new Blob.InFile(blobs.path(hash), 0, size));
    }
}
