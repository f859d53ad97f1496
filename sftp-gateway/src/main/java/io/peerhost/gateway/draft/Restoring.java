package io.peerhost.gateway.draft;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.draft.Node.FolderNode;
import io.peerhost.gateway.upload.Incoming;
import io.peerhost.gateway.upload.Journal;
import io.peerhost.gateway.upload.Note;
import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.Paths;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what a gateway before this one was told, and did not get to sites, back into a draft: changes are made again, in order, where
 * nobody has done anything newer meanwhile; half-sent files wait to be gone on with.
 */
final class Restoring {
    private static final Logger log = LoggerFactory.getLogger(Restoring.class);

    private final Tree tree;
    private final Unfinished unfinished;
    private final ChangeQueue changes;
    /** What stands where it does, or as it does, by changes made here. */
    private final Set<Node> ours = Collections.newSetFromMap(new IdentityHashMap<>());

    Restoring(Tree tree, Unfinished unfinished, ChangeQueue changes) {
        this.tree = tree;
        this.unfinished = unfinished;
        this.changes = changes;
    }

    void changes(List<Journal.Left> all) {
        for (Journal.Left left : all) {
            if (isMade(left)) changes.again(left);
            else if (left.blob() != null) left.blob().discard();
        }
        if (!all.isEmpty())
            log.info("{} changes of a gateway that ended were found, {} made", all.size(), changes.size());
    }

    private boolean isMade(Journal.Left left) {
        try {
            Node node =
                    switch (left.change()) {
                        case DraftChange.Put put -> put(put, left);
                        case DraftChange.MakeFolder folder -> makeFolder(folder);
                        case DraftChange.Remove remove -> remove(remove, left);
                        case DraftChange.Move move -> move(move, left);
                        case DraftChange.Touch touch -> touch(touch, left);
                    };
            if (node != null) ours.add(node);
            return node != null;
        } catch (IOException e) {
            log.warn("A change of a gateway that ended cannot be made: {}", e.getMessage());
            return false;
        }
    }

    /** Each answers with what it changed; null when it changed nothing. */
    private Node put(DraftChange.Put put, Journal.Left left) throws IOException {
        if (left.blob() == null) return null;
        Node there = tree.find(put.path());
        Content content = new Content(left.blob());
        if (there == null) {
            FileNode file = new FileNode(put.modified(), content);
            tree.place(put.path(), file);
            return file;
        }
        if (!(there instanceof FileNode file) || isNewer(file, Math.max(left.at(), put.modified()))) return null;
        tree.replace(file, content);
        file.modified(put.modified());
        return file;
    }

    private Node makeFolder(DraftChange.MakeFolder folder) throws IOException {
        if (tree.find(folder.path()) != null) return null;
        FolderNode made = new FolderNode(folder.modified());
        tree.place(folder.path(), made);
        return made;
    }

    private Node remove(DraftChange.Remove remove, Journal.Left left) {
        Node node = tree.find(remove.path());
        if (node == null || isNewer(node, left.at())) return null;
        if (node instanceof FolderNode folder && !folder.children().isEmpty()) return null;
        tree.remove(node);
        if (node instanceof FileNode file && file.content().local() != null)
            changes.forget(file.content().local());
        return node;
    }

    private Node move(DraftChange.Move move, Journal.Left left) throws IOException {
        Node node = tree.find(move.path());
        if (node == null || isNewer(node, left.at())) return null;
        Node there = tree.find(move.to());
        if (there != null && isNewer(there, left.at())) return null;
        String parent = Paths.parent(move.to());
        if (tree.find(parent) == null) tree.place(parent, new FolderNode(left.at()));
        tree.move(node, move.to(), true);
        return node;
    }

    private Node touch(DraftChange.Touch touch, Journal.Left left) {
        Node node = tree.find(touch.path());
        if (node == null || isNewer(node, left.at())) return null;
        node.modified(touch.modified());
        return node;
    }

    private boolean isNewer(Node node, long than) {
        return node.modified() > than && !ours.contains(node);
    }

    void halfSent(List<Incoming> leftovers) {
        leftovers.forEach(this::one);
    }

    private void one(Incoming incoming) {
        Note note = incoming.note();
        try {
            FileNode file = place(note);
            if (file == null) incoming.discard();
            else take(file, incoming);
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
        return free && !isNewer(there, Math.max(note.since(), note.modified())) ? (FileNode) there : null;
    }

    private void take(FileNode file, Incoming incoming) throws IOException {
        file.modified(incoming.note().modified());
        unfinished.begin(file, incoming);
        unfinished.pause(file);
    }
}
