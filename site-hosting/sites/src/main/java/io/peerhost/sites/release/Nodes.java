package io.peerhost.sites.release;

import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.blob.Blobs;
import io.peerhost.sites.draft.DraftNodes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Folder nodes: those just made from memory, others from their blobs. */
final class Nodes {
    private final Blobs blobs;
    private final Map<Hash, Folder> made = new HashMap<>();

    Nodes(Blobs blobs) {
        this.blobs = blobs;
    }

    Nodes(Blobs blobs, DraftNodes draft) {
        this(blobs);
        draft.made().forEach(node -> made.put(node.hash(), node.folder()));
    }

    Map<Hash, Folder> read(Collection<Hash> hashes) {
        Map<Hash, Folder> found = new HashMap<>();
        Set<Hash> stored = new HashSet<>();
        for (Hash hash : hashes) {
            Folder folder = made.get(hash);
            if (folder == null) stored.add(hash);
            else found.put(hash, folder);
        }
        blobs.read(stored).forEach((hash, bytes) -> found.put(hash, Folder.decode(bytes)));
        stored.removeAll(found.keySet());
        if (!stored.isEmpty()) throw new IllegalStateException("Folders of a release are not stored: " + stored);
        return found;
    }
}
