package io.peerhost.gateway.draft;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.draft.Node.FolderNode;
import io.peerhost.gateway.upload.BlobSender;
import io.peerhost.gateway.upload.Journal;
import io.peerhost.gateway.upload.Refused;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.gateway.upload.SitesClient.SiteFacts;
import io.peerhost.gateway.upload.Spool;
import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.DraftProgress;
import io.peerhost.protocol.draft.Paths;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The draft of one site as every session on this gateway sees it: read from sites, changed in memory at once, the changes carried to sites
 * behind, and read again when somebody else changed it there. A file that is being written shows its growing size; sites learns of it when
 * the last writer has closed it. A file cut off by a broken connection stays here to be gone on with, and sites never sees it.
 */
public final class Draft implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Draft.class);
    private static final Duration ROOM = Duration.ofSeconds(60);

    private final SitesClient sites;
    private final Clock clock;
    private final DraftState state = new DraftState();
    private final Tree tree = state.tree();
    private final Journal journal;
    private final ReadAhead ahead;
    private final Unfinished unfinished;
    private final ChangeQueue changes;
    private final Contents contents;
    private final LastChange lastChange;
    private volatile SiteFacts facts;
    private volatile long revision;
    private volatile boolean stale;
    private volatile long failures;
    private volatile String failure;

    Draft(SiteFacts facts, SitesClient sites, BlobSender blobs, Spool spool, Journal journal, Clock clock)
            throws IOException {
        this.facts = facts;
        this.sites = sites;
        this.clock = clock;
        this.lastChange = new LastChange(clock);
        this.ahead = new ReadAhead(state, sites);
        this.unfinished = new Unfinished(facts.id());
        this.journal = journal;
        askAgain();
        take(Listing.read(sites, facts.id(), Listing.NONE).orElseThrow());
        this.changes = new ChangeQueue(facts.id(), sites, blobs, journal, new Progress());
        this.contents = new Contents(this, state, unfinished, changes, spool);
        state.run(() -> {
            Restoring restoring = new Restoring(tree, unfinished, changes);
            restoring.changes(journal.left());
            restoring.halfSent(spool.leftovers(facts.id()));
        });
    }

    /** The gateway before this one did not hear whether sites made its last changes. */
    private void askAgain() throws IOException {
        Optional<Journal.Asked> asked = journal.underWay();
        if (asked.isEmpty()) return;
        try {
            sites.change(facts.id(), asked.get().changes(), asked.get().key());
            journal.answered(true);
        } catch (Refused e) {
            log.info("Sites had not made changes of a gateway that ended: {}", e.getMessage());
            journal.answered(false);
        }
    }

    public SiteFacts facts() {
        return facts;
    }

    /** Reads the site's settings, and the draft if somebody else changed it. What is on its way from here comes first. */
    void refresh() throws IOException {
        facts = sites.site(facts.id());
        long before = changes.added();
        if (changes.size() > 0) return;
        Optional<Listing> newer = Listing.read(sites, facts.id(), stale ? Listing.NONE : revision);
        if (newer.isEmpty()) return;
        state.run(() -> {
            if (changes.added() == before) take(newer.get());
            else stale = true;
        });
    }

    private void take(Listing listing) {
        Merge.into(tree, listing.entries());
        revision = listing.revision();
        stale = false;
    }

    /** What {@code path} is; "" is the draft's root. */
    public Entry stat(String path) throws IOException {
        return state.get(() -> entry(tree.get(path)));
    }

    public List<Entry> list(String path) throws IOException {
        return state.get(
                () -> tree.folder(path).children().stream().map(Draft::entry).toList());
    }

    /** Bytes in use: finished contents, and those being written. */
    public long used() {
        return state.read(() -> tree.bytes() + unfinished.bytes());
    }

    int entries() {
        return state.read(tree::entries);
    }

    /** @param sessions open at its site */
    DraftProgress progress(int sessions) {
        return state.read(() -> new DraftProgress(
                facts.id(), tree.files(), used(), sessions, lastChange.madeAt(), lastChange.publishedAt()));
    }

    public LastChange lastChange() {
        return lastChange;
    }

    /** Files that a broken connection left half written; paths. */
    public List<String> cutOff() {
        return state.read(unfinished::cutOff);
    }

    /** Waits until sites has every change made so far. @throws IOException saying why it has not */
    public void settle(Duration patience) throws IOException {
        changes.settle(patience);
    }

    /** Changes that sites does not have yet. */
    public int waiting() {
        return changes.size();
    }

    /** Half-written files stay in the spool for a gateway that comes after this one. */
    @Override
    public void close() {
        changes.close();
        journal.close();
    }

    /** Closes it, and nobody will go on with its half-written files. */
    void discard() {
        close();
        state.read(() -> {
            unfinished.discard();
            return null;
        });
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
        });
    }

    void move(String from, String to, boolean replace) throws IOException {
        Paths.check(from);
        change(to, () -> {
            Node node = tree.get(from);
            Node replaced = tree.move(node, to, replace);
            if (from.equals(to)) return;
            if (replaced != null && !isKnown(node)) dropped(replaced, to);
            else if (replaced instanceof FileNode file) forget(file);
            unfinished.moved(node);
            if (isKnown(node)) changes.add(new DraftChange.Move(from, to), null);
        });
    }

    /** @param modified seconds since the epoch */
    void touch(String path, long modified) throws IOException {
        change(path, () -> touch(tree.get(path), modified));
    }

    /** As {@link #touch(String, long)}, wherever the file stands now. */
    void touch(FileNode file, long modified) throws IOException {
        state.run(() -> touch((Node) file, modified));
    }

    private void touch(Node node, long modified) throws IOException {
        node.modified(Math.max(0, modified));
        if (node instanceof FileNode file && file.writing() != null) unfinished.note(file);
        else if (node.root() == tree.root()) changes.add(new DraftChange.Touch(node.path(), node.modified()), null);
    }

    Contents contents() {
        return contents;
    }

    /** Waits for room, then makes a change at {@code path}. */
    private void change(String path, DraftState.Change change) throws IOException {
        awaitRoom(path);
        state.run(change);
    }

    /** @throws IOException when too much waits to be stored to make another change */
    void awaitRoom(String path) throws IOException {
        Paths.check(path);
        changes.room(ROOM);
    }

    ContentReader reader(FileNode file, Content content) {
        return new ContentReader(content, sites, () -> ahead.read(file, content));
    }

    /** Seconds since the epoch, UTC. */
    long now() {
        return clock.instant().getEpochSecond();
    }

    /** Something was taken off the tree: sites has to hear of it when it knew it. */
    private void dropped(Node node, String path) throws IOException {
        if (node instanceof FileNode file) forget(file);
        if (!isKnown(node)) return;
        if (node instanceof FileNode file && file.content().local() != null && !file.isOpen())
            changes.forget(file.content().local());
        changes.add(new DraftChange.Remove(path), null);
    }

    private void forget(FileNode file) throws IOException {
        unfinished.moved(file);
        unfinished.goOn(file);
        if (file.writing() != null && !file.isOpen()) unfinished.abandon(file);
    }

    private static boolean isKnown(Node node) {
        return !(node instanceof FileNode file) || file.content() != null;
    }

    private static Entry entry(Node node) {
        return switch (node) {
            case FileNode file -> new Entry(file.name(), false, file.size(), file.modified());
            case FolderNode folder -> new Entry(folder.name(), true, 0, folder.modified());
        };
    }

    private final class Progress implements ChangeQueue.Owner {
        @Override
        public void applied(long now) {
            if (now == revision + 1) revision = now;
            else stale = true;
        }

        @Override
        public void refused(String why) {
            stale = true;
            failure = why;
            failures++;
        }

        @Override
        public void drained() {
            if (!stale) return;
            try {
                refresh();
            } catch (IOException | RuntimeException e) {
                log.warn("The draft of {} could not be read again; it is tried later", facts.name(), e);
            }
        }
    }
}
