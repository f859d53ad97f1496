package io.peerhost.gateway.draft;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.draft.Node.FolderNode;
import io.peerhost.protocol.draft.Paths;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * The files and folders of a draft, in memory. Paths are segments joined by "/", "" is the root. It knows nothing of
 * bytes, sessions or other services. Not safe for several threads: its draft's lock guards it.
 */
final class Tree {
    private final FolderNode root = new FolderNode(0);
    private long bytes;
    private int files;
    private int entries;

    FolderNode root() {
        return root;
    }

    /** Bytes of all finished contents. */
    long bytes() {
        return bytes;
    }

    int files() {
        return files;
    }

    /** Files and folders, without the root. */
    int entries() {
        return entries;
    }

    /** @return null when nothing is there */
    Node find(String path) {
        Node at = root;
        if (path.isEmpty()) return at;
        for (String name : path.split("/")) {
            if (!(at instanceof FolderNode folder)) return null;
            at = folder.child(name);
        }
        return at;
    }

    Node get(String path) throws NoSuchFileException {
        Node found = find(path);
        if (found == null) throw new NoSuchFileException(path);
        return found;
    }

    FolderNode folder(String path) throws FileSystemException {
        if (get(path) instanceof FolderNode folder) return folder;
        throw new NotDirectoryException(path);
    }

    /** The folder that holds, or would hold, {@code path}. */
    FolderNode above(String path) throws FileSystemException {
        return folder(Paths.parent(path));
    }

    void add(String path, Node node) throws FileSystemException {
        FolderNode folder = above(path);
        String name = Paths.name(path);
        if (folder.child(name) != null) throw new FileAlreadyExistsException(path);
        folder.attach(name, node);
        bytes += node.bytes();
        files += node.files();
        entries += node.entries();
    }

    /** As {@link #add}, making the folders above: for entries that come in any order. */
    void place(String path, Node node) throws FileSystemException {
        String parent = Paths.parent(path);
        if (find(parent) == null) place(parent, new FolderNode(node.modified()));
        if (node instanceof FolderNode && find(path) instanceof FolderNode there) {
            there.modified(node.modified());
            return;
        }
        add(path, node);
    }

    /** A file, or a folder with all below it. */
    void remove(Node node) {
        bytes -= node.bytes();
        files -= node.files();
        entries -= node.entries();
        node.parent().detach(node);
    }

    void finish(FileNode file, Content content) {
        replace(file, content);
        file.writing(null);
    }

    /** As {@link #finish}, leaving alone what is being written. */
    void replace(FileNode file, Content content) {
        if (file.root() == root) bytes += content.size() - file.bytes();
        file.content(content);
    }

    /**
     * @param replace whether a file, or an empty folder in place of a folder, may stand at {@code to}
     * @return what stood there; null when nothing did
     */
    Node move(Node node, String to, boolean replace) throws FileSystemException {
        String from = node.path();
        FolderNode folder = above(to);
        if (to.equals(from)) return null;
        if (to.startsWith(from + "/")) throw new FileSystemException(from, to, "A folder cannot be moved into itself");
        Node there = folder.child(Paths.name(to));
        if (there != null) {
            checkReplace(node, there, to, replace);
            remove(there);
        }
        node.parent().detach(node);
        folder.attach(Paths.name(to), node);
        return there;
    }

    private static void checkReplace(Node node, Node there, String to, boolean replace) throws FileSystemException {
        if (!replace) throw new FileAlreadyExistsException(to);
        if (there instanceof FolderNode folder) {
            if (!(node instanceof FolderNode)) throw new FileAlreadyExistsException(to);
            if (!folder.children().isEmpty()) throw new DirectoryNotEmptyException(to);
        } else if (node instanceof FolderNode) {
            throw new NotDirectoryException(to);
        }
    }
}
