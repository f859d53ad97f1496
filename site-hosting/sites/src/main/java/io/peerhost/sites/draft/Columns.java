package io.peerhost.sites.draft;

import io.peerhost.protocol.draft.Paths;
import io.peerhost.protocol.release.Hash;
import java.util.ArrayList;
import java.util.List;

/** Entries as columns, as the database takes many at once. */
final class Columns {
    final List<String> paths = new ArrayList<>();
    final List<String> parents = new ArrayList<>();
    final List<Hash> hashes = new ArrayList<>();
    final List<Long> sizes = new ArrayList<>();
    final List<Long> modified = new ArrayList<>();

    void add(String path, Entry entry) {
        paths.add(path);
        parents.add(path.isEmpty() ? null : Paths.parent(path));
        hashes.add(entry.hash());
        sizes.add(entry.size());
        modified.add(entry.modified());
    }
}
