package io.peerhost.agent.storage;

import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;

/** The folders of a release that are in the store, from its root down. */
final class FolderTree {
    /** The longest encoding of a folder. */
    static final int LONGEST_FOLDER = 48 * 1024 * 1024;

    private static final int DEEPEST = 64;

    private final BlobStore blobs;

    FolderTree(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** Sees each entry with the path from the root, segments joined by "/"; a folder before what is in it. */
    interface Visitor {
        void entry(String path, Folder.Entry entry) throws IOException;
    }

    /** A blob that a release has as a folder is none. */
    static final class NotAFolder extends IOException {
        private static final long serialVersionUID = 1;

        NotAFolder(Hash hash, String why) {
            super("Blob " + hash + " is not a folder: " + why);
        }
    }

    /** @throws java.nio.file.NoSuchFileException when it is not in the store */
    Folder folder(Hash hash) throws IOException {
        if (blobs.size(hash).orElse(0L) > LONGEST_FOLDER) throw new NotAFolder(hash, "it is too long");
        try {
            return Folder.decode(blobs.read(hash, LONGEST_FOLDER));
        } catch (IllegalArgumentException e) {
            throw new NotAFolder(hash, e.getMessage());
        }
    }

    void walk(Hash root, Visitor visitor) throws IOException {
        walk(folder(root), "", 1, visitor);
    }

    private void walk(Folder folder, String prefix, int depth, Visitor visitor) throws IOException {
        if (depth > DEEPEST) throw new IOException("A release is deeper than " + DEEPEST + " folders");
        for (Folder.Entry entry : folder.entries()) {
            String path = prefix + entry.name();
            visitor.entry(path, entry);
            if (entry.type() == Folder.Type.FOLDER) walk(folder(entry.hash()), path + "/", depth + 1, visitor);
        }
    }
}
