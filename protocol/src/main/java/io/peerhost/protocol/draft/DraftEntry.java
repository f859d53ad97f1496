package io.peerhost.protocol.draft;

import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;

/**
 * One file or folder of a draft.
 *
 * @param path segments joined by "/", no leading slash
 * @param type file or folder
 * @param hash the blob of a file; null for a folder
 * @param size bytes; 0 for a folder
 * @param modified seconds since the epoch, UTC
 */
public record DraftEntry(String path, Folder.Type type, Hash hash, long size, long modified) {
    public DraftEntry {
        Paths.check(path);
        if (type == null || (type == Folder.Type.FILE) != (hash != null))
            throw new IllegalArgumentException("A file has a hash, a folder has none: " + path);
        if (size < 0 || modified < 0) throw new IllegalArgumentException("No negative size or time: " + path);
    }
}
