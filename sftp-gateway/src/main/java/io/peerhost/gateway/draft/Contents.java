package io.peerhost.gateway.draft;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.upload.Incoming;
import io.peerhost.gateway.upload.LocalBlob;
import io.peerhost.gateway.upload.Spool;
import io.peerhost.protocol.draft.DraftChange;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a draft as they are opened, written and closed. */
final class Contents {
    private static final Logger log = LoggerFactory.getLogger(Contents.class);

    private final Draft draft;
    private final DraftState state;
    private final Tree tree;
    private final Unfinished unfinished;
    private final ChangeQueue changes;
    private final Spool spool;

    Contents(Draft draft, DraftState state, Unfinished unfinished, ChangeQueue changes, Spool spool) {
        this.draft = draft;
        this.state = state;
        this.tree = state.tree();
        this.unfinished = unfinished;
        this.changes = changes;
        this.spool = spool;
    }

    FileNode open(String path) throws IOException {
        return state.get(() -> file(path));
    }

    FileNode openToWrite(String path, DraftFile.Mode mode) throws IOException {
        draft.awaitRoom(path);
        return state.get(() -> {
            if (mode.fresh() || mode.create() && tree.find(path) == null)
                tree.add(path, new FileNode(draft.now(), null));
            FileNode file = file(path);
            file.opened();
            unfinished.goOn(file);
            if (mode.truncate() || file.content() == null && file.writing() == null) restart(file);
            return file;
        });
    }

    private FileNode file(String path) throws IOException {
        if (tree.get(path) instanceof FileNode file) return file;
        throw new FileSystemException(path, null, "It is a folder");
    }

    private void restart(FileNode file) throws IOException {
        if (file.writing() != null) unfinished.abandon(file);
        begin(file, new Incoming(spool));
    }

    private void begin(FileNode file, Incoming incoming) throws IOException {
        file.modified(draft.now());
        unfinished.begin(file, incoming);
    }

    /** What writes to {@code file} go to, holding its present content. */
    Incoming writing(FileNode file) throws IOException {
        for (Incoming now = file.writing(); ; now = file.writing()) {
            if (now != null) return now;
            Content base = file.content();
            Incoming copy = copy(file, base);
            state.run(() -> {
                // Unless somebody else was faster.
                if (file.writing() == null && file.content() == base) begin(file, copy);
                else copy.discard();
            });
        }
    }

    private Incoming copy(FileNode file, Content base) throws IOException {
        Incoming copy = new Incoming(spool);
        try (ContentReader reader = draft.reader(file, base)) {
            reader.copyTo(copy);
            return copy;
        } catch (IOException e) {
            copy.discard();
            throw e;
        }
    }

    /** {@code file} is about to reach {@code size}. @throws IOException when the site's quota does not hold it */
    void reserve(FileNode file, long size) throws IOException {
        state.run(() -> {
            long more = size - file.reserved();
            if (more <= 0) return;
            long quota = draft.facts().quotaBytes();
            if (quota > 0 && more > quota - draft.used()) throw new QuotaExceeded(draft.facts());
            file.reserved(size);
        });
    }

    /** What was written becomes the file's content, and goes to sites. */
    void finish(FileNode file) throws IOException {
        state.run(() -> {
            if (file.writing() != null) store(file);
        });
    }

    private void store(FileNode file) throws IOException {
        LocalBlob blob = unfinished.finish(file);
        tree.finish(file, new Content(blob));
        if (file.root() == tree.root())
            changes.add(new DraftChange.Put(file.path(), blob.hash(), blob.size(), file.modified()), blob);
        else blob.discard();
    }

    /** One writer less. @param whole whether it said that it was done */
    void closed(FileNode file, boolean whole) throws IOException {
        state.run(() -> {
            file.closed();
            if (file.isOpen() || file.writing() == null) return;
            if (whole) store(file);
            else if (file.root() != tree.root()) unfinished.abandon(file);
            else if (file.writing().size() == 0) forget(file);
            else pause(file);
        });
    }

    private void pause(FileNode file) {
        try {
            unfinished.pause(file);
        } catch (IOException e) {
            log.warn("What came of {} could not be kept", file.path(), e);
            forget(file);
        }
    }

    /** As if its upload had not begun: there is nothing to go on with. */
    private void forget(FileNode file) {
        unfinished.abandon(file);
        if (file.content() == null) tree.remove(file);
    }
}
