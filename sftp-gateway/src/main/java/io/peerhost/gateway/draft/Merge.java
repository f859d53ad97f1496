package io.peerhost.gateway.draft;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.draft.Node.FolderNode;
import io.peerhost.protocol.draft.DraftEntry;
import io.peerhost.protocol.draft.Paths;
import io.peerhost.protocol.release.Folder;
import java.nio.file.FileSystemException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a tree what sites says it is. Files that somebody writes here stay, with the folders they are in. */
final class Merge {
    private static final Logger log = LoggerFactory.getLogger(Merge.class);

    private final Tree tree;
    private final Set<String> known = new HashSet<>();

    private Merge(Tree tree) {
        this.tree = tree;
    }

    static void into(Tree tree, List<DraftEntry> entries) {
        Merge merge = new Merge(tree);
        for (DraftEntry entry : entries) merge.know(entry.path());
        merge.prune(tree.root(), "");
        for (DraftEntry entry : entries) merge.take(entry);
    }

    private void know(String path) {
        for (String at = path; !at.isEmpty() && known.add(at); ) at = Paths.parent(at);
    }

    /** Removes what sites does not know. */
    private void prune(FolderNode folder, String path) {
        for (Node child : List.copyOf(folder.children())) {
            String at = path.isEmpty() ? child.name() : path + "/" + child.name();
            if (child instanceof FolderNode below) prune(below, at);
            if (!known.contains(at) && !isNeeded(child)) tree.remove(child);
        }
    }

    private static boolean isNeeded(Node node) {
        return switch (node) {
            case FileNode file -> file.isOpen() || file.writing() != null;
            case FolderNode folder -> !folder.children().isEmpty();
        };
    }

    private void take(DraftEntry entry) {
        try {
            Node there = tree.find(entry.path());
            if (entry.type() == Folder.Type.FOLDER) takeFolder(entry, there);
            else takeFile(entry, there);
        } catch (FileSystemException e) {
            log.debug("What is written here stands in the way; its writer is told when it is stored", e);
        }
    }

    private void takeFolder(DraftEntry entry, Node there) throws FileSystemException {
        if (there instanceof FileNode file && !isNeeded(file)) tree.remove(file);
        tree.place(entry.path(), new FolderNode(entry.modified()));
    }

    private void takeFile(DraftEntry entry, Node there) throws FileSystemException {
        Content content = new Content(entry.hash(), entry.size(), null);
        if (there instanceof FileNode file) {
            if (file.content() == null || !file.content().hash().equals(entry.hash())) tree.replace(file, content);
            if (file.writing() == null) file.modified(entry.modified());
            return;
        }
        if (there instanceof FolderNode folder && !isNeeded(folder)) tree.remove(folder);
        tree.place(entry.path(), new FileNode(entry.modified(), content));
    }
}
