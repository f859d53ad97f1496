package io.peerhost.gateway.draft;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.upload.Incoming;
import io.peerhost.gateway.upload.LocalBlob;
import io.peerhost.gateway.upload.Note;
import io.peerhost.protocol.draft.DraftChange;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what a gateway before this one was sent, and did not get to sites, back into a draft: what was whole is stored now,
 * the rest waits to be gone on with.
 */
final class Restoring {
    private static final Logger log = LoggerFactory.getLogger(Restoring.class);

    private final Tree tree;
    private final Unfinished unfinished;
    private final ChangeQueue changes;

    Restoring(Tree tree, Unfinished unfinished, ChangeQueue changes) {
        this.tree = tree;
        this.unfinished = unfinished;
        this.changes = changes;
    }

    void all(List<Incoming> leftovers) {
        leftovers.stream()
                .sorted(Comparator.comparing(
                        (Incoming incoming) -> !incoming.note().whole()))
                .forEach(this::one);
    }

    private void one(Incoming incoming) {
        Note note = incoming.note();
        try {
            FileNode file = place(note);
            if (file == null) incoming.discard();
            else take(file, incoming, note.whole());
        } catch (IOException e) {
            log.warn("What was left of {} cannot be gone on with", note.path(), e);
            incoming.discard();
        }
    }

    /** @return null when something newer stands there */
    private FileNode place(Note note) throws IOException {
        Node there = tree.find(note.path());
        if (there == null) {
            FileNode file = new FileNode(note.modified(), null);
            tree.place(note.path(), file);
            return file;
        }
        boolean free = there instanceof FileNode file && file.writing() == null;
        return free && there.modified() <= Math.max(note.since(), note.modified()) ? (FileNode) there : null;
    }

    private void take(FileNode file, Incoming incoming, boolean whole) throws IOException {
        file.modified(incoming.note().modified());
        unfinished.begin(file, incoming);
        if (!whole) {
            unfinished.pause(file);
            return;
        }
        LocalBlob blob = unfinished.finish(file);
        tree.finish(file, new Content(blob));
        changes.add(new DraftChange.Put(file.path(), blob.hash(), blob.size(), file.modified()), blob);
    }
}
