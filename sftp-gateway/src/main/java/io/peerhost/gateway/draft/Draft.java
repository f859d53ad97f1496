package io.peerhost.gateway.draft;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.draft.Node.FolderNode;
import io.peerhost.gateway.upload.BlobSender;
import io.peerhost.gateway.upload.Incoming;
import io.peerhost.gateway.upload.LocalBlob;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.gateway.upload.SitesClient.SiteFacts;
import io.peerhost.gateway.upload.Spool;
import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.DraftEntry;
import io.peerhost.protocol.draft.Paths;
import io.peerhost.protocol.release.Folder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The draft of one site as every session on this gateway sees it: read from sites once, changed in memory at once, the
 * changes carried to sites behind. A file that is being written shows its growing size; sites learns of it when the last
 * writer has closed it. A file cut off by a broken connection stays here to be gone on with, and sites never sees it.
 */
public final class Draft implements AutoCloseable {
    private static final Duration ROOM = Duration.ofSeconds(60);

    private final SitesClient sites;
    private final Spool spool;
    private final Clock clock;
    private final ChangeQueue changes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<FileNode> cutOff = new LinkedHashSet<>();
    private volatile SiteFacts facts;
    private Tree tree;
    private long growing;
    private volatile long failures;
    private volatile String failure;

    Draft(SiteFacts facts, SitesClient sites, BlobSender blobs, Spool spool, Clock clock) throws IOException {
        this.facts = facts;
        this.sites = sites;
        this.spool = spool;
        this.clock = clock;
        this.tree = load();
        this.changes = new ChangeQueue(facts.id(), sites, blobs, this::refused);
    }

    public SiteFacts facts() {
        return facts;
    }

    void facts(SiteFacts newer) {
        facts = newer;
    }

    /** What {@code path} is; "" is the draft's root. */
    public Entry stat(String path) throws IOException {
        lock.lock();
        try {
            return entry(tree.get(path));
        } finally {
            lock.unlock();
        }
    }

    public List<Entry> list(String path) throws IOException {
        lock.lock();
        try {
            return tree.folder(path).children().stream().map(Draft::entry).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes in use: finished contents, and those being written. */
    public long used() {
        lock.lock();
        try {
            return tree.bytes() + growing;
        } finally {
            lock.unlock();
        }
    }

    /** Files that a broken connection left half written; paths. */
    public List<String> cutOff() {
        lock.lock();
        try {
            return cutOff.stream().map(Node::path).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until sites has every change made so far. @throws IOException saying why it has not */
    public void settle(Duration patience) throws IOException {
        changes.settle(patience);
    }

    /** Changes that sites does not have yet. */
    public int waiting() {
        return changes.size();
    }

    @Override
    public void close() {
        changes.close();
        lock.lock();
        try {
            cutOff.forEach(file -> file.writing().discard());
            cutOff.clear();
        } finally {
            lock.unlock();
        }
    }

    long failures() {
        return failures;
    }

    String failure() {
        return failure;
    }

    void makeFolder(String path) throws IOException {
        change(path, () -> {
            long now = now();
            tree.add(path, new FolderNode(now));
            changes.add(new DraftChange.MakeFolder(path, now), null);
            return null;
        });
    }

    void remove(String path, boolean folder) throws IOException {
        change(path, () -> {
            Node node = tree.get(path);
            if (node instanceof FolderNode found) {
                if (!folder) throw new FileSystemException(path, null, "It is a folder");
                if (!found.children().isEmpty()) throw new DirectoryNotEmptyException(path);
            } else if (folder) {
                throw new NotDirectoryException(path);
            }
            tree.remove(node);
            dropped(node, path);
            return null;
        });
    }

    void move(String from, String to, boolean replace) throws IOException {
        Paths.check(from);
        change(to, () -> {
            Node node = tree.get(from);
            Node replaced = tree.move(node, to, replace);
            if (from.equals(to)) return null;
            if (replaced != null && !isKnown(node)) dropped(replaced, to);
            else if (replaced instanceof FileNode file) forget(file);
            if (isKnown(node)) changes.add(new DraftChange.Move(from, to), null);
            return null;
        });
    }

    /** @param modified seconds since the epoch */
    void touch(String path, long modified) throws IOException {
        change(path, () -> {
            Node node = tree.get(path);
            node.modified(Math.max(0, modified));
            boolean later = node instanceof FileNode file && file.writing() != null;
            if (!later) changes.add(new DraftChange.Touch(path, node.modified()), null);
            return null;
        });
    }

    /** @param create make it when it is not there; @param fresh and only then; @param truncate start from nothing */
    FileNode open(String path, boolean write, boolean create, boolean fresh, boolean truncate) throws IOException {
        if (!write) return file(path);
        return change(path, () -> {
            if (fresh || create && tree.find(path) == null) tree.add(path, new FileNode(now(), null));
            FileNode file = file(path);
            file.opened();
            cutOff.remove(file);
            if (truncate || file.content() == null && file.writing() == null) restart(file);
            return file;
        });
    }

    private FileNode file(String path) throws IOException {
        lock.lock();
        try {
            if (tree.get(path) instanceof FileNode file) return file;
            throw new FileSystemException(path, null, "It is a folder");
        } finally {
            lock.unlock();
        }
    }

    /** What writes to {@code file} go to, holding its present content. */
    Incoming writing(FileNode file) throws IOException {
        Content base;
        lock.lock();
        try {
            if (file.writing() != null) return file.writing();
            base = file.content();
        } finally {
            lock.unlock();
        }
        Incoming copy = new Incoming(spool);
        try (ContentReader reader = new ContentReader(base, sites)) {
            reader.copyTo(copy);
        } catch (IOException e) {
            copy.discard();
            throw e;
        }
        lock.lock();
        try {
            if (file.writing() == null) {
                begin(file, copy);
            } else {
                copy.discard();
            }
            return file.writing();
        } finally {
            lock.unlock();
        }
    }

    ContentReader reader(Content content) {
        return new ContentReader(content, sites);
    }

    /** {@code file} is about to reach {@code size}. @throws IOException when the site's quota does not hold it */
    void grow(long by) throws IOException {
        lock.lock();
        try {
            if (by > 0 && facts.quotaBytes() > 0 && tree.bytes() + growing + by > facts.quotaBytes())
                throw new QuotaExceeded(facts);
            growing += by;
        } finally {
            lock.unlock();
        }
    }

    /** What was written becomes the file's content, and goes to sites. */
    void finish(FileNode file) throws IOException {
        lock.lock();
        try {
            Incoming incoming = file.writing();
            if (incoming == null) return;
            LocalBlob blob = incoming.finish();
            growing += file.bytes() - blob.size();
            tree.finish(file, new Content(blob));
            if (file.root() == tree.root())
                changes.add(new DraftChange.Put(file.path(), blob.hash(), blob.size(), file.modified()), blob);
            else blob.discard();
        } finally {
            lock.unlock();
        }
    }

    /** One writer less. @param whole whether it said that it was done */
    void closed(FileNode file, boolean whole) throws IOException {
        lock.lock();
        try {
            file.closed();
            if (file.isOpen() || file.writing() == null) return;
            if (whole) {
                finish(file);
            } else if (file.root() == tree.root()) {
                pause(file);
            } else {
                abandon(file);
            }
        } finally {
            lock.unlock();
        }
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    @FunctionalInterface
    private interface Change<T> {
        T make() throws IOException;
    }

    private <T> T change(String path, Change<T> change) throws IOException {
        Paths.check(path);
        changes.room(ROOM);
        lock.lock();
        try {
            return change.make();
        } finally {
            lock.unlock();
        }
    }

    private void restart(FileNode file) {
        if (file.writing() != null) abandon(file);
        begin(file, new Incoming(spool));
        file.modified(now());
    }

    /** What is written counts for the quota in place of what it replaces. */
    private void begin(FileNode file, Incoming incoming) {
        file.writing(incoming);
        growing += incoming.size() - file.bytes();
    }

    private void pause(FileNode file) {
        try {
            long before = file.writing().size();
            file.writing().pause();
            growing += file.writing().size() - before;
            cutOff.add(file);
        } catch (IOException e) {
            abandon(file);
            if (file.content() == null) tree.remove(file);
        }
    }

    private void abandon(FileNode file) {
        growing += file.bytes() - file.writing().size();
        file.writing().discard();
        file.writing(null);
        cutOff.remove(file);
    }

    /** Something was taken off the tree: sites has to hear of it when it knew it. */
    private void dropped(Node node, String path) {
        if (node instanceof FileNode file) forget(file);
        if (!isKnown(node)) return;
        if (node instanceof FileNode file && file.content().local() != null && !file.isOpen())
            changes.forget(file.content().local());
        changes.add(new DraftChange.Remove(path), null);
    }

    private void forget(FileNode file) {
        cutOff.remove(file);
        if (file.writing() != null && !file.isOpen()) abandon(file);
    }

    private static boolean isKnown(Node node) {
        return !(node instanceof FileNode file) || file.content() != null;
    }

    private void refused(String why) {
        lock.lock();
        try {
            tree = load();
            cutOff.forEach(file -> file.writing().discard());
            cutOff.clear();
            growing = 0;
        } catch (IOException e) {
            why = why + " (and the draft could not be read again: " + e.getMessage() + ")";
        } finally {
            lock.unlock();
        }
        failure = why;
        failures++;
    }

    private Tree load() throws IOException {
        Tree loaded = new Tree();
        sites.draft(facts.id(), entry -> place(loaded, entry));
        return loaded;
    }

    private static void place(Tree tree, DraftEntry entry) {
        try {
            tree.place(
                    entry.path(),
                    entry.type() == Folder.Type.FOLDER
                            ? new FolderNode(entry.modified())
                            : new FileNode(entry.modified(), new Content(entry.hash(), entry.size(), null)));
        } catch (FileSystemException e) {
            throw new IllegalArgumentException("The draft holds " + entry.path() + " twice", e);
        }
    }

    private static Entry entry(Node node) {
        return switch (node) {
            case FileNode file -> new Entry(file.name(), false, file.size(), file.modified());
            case FolderNode folder -> new Entry(folder.name(), true, 0, folder.modified());
        };
    }
}
