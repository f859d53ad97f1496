package io.peerhost.sites.release;

import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What some releases reach together: every folder and every file once, however many of them share it. */
final class Reach {
    private static final int FOLDERS_AT_ONCE = 200;

    private final Function<Collection<Hash>, Map<Hash, Folder>> folders;
    private final Content content = new Content();

    /** @param bytes of files; @param blobs files and folders */
    record Room(long bytes, int blobs) {}

    private static final class Content {
        private final Set<Hash> folders = new HashSet<>();
        private final Set<Hash> files = new HashSet<>();
        private long bytes;

        int blobs() {
            return folders.size() + files.size();
        }
    }

    /** @param folders gives the nodes of these hashes */
    Reach(Function<Collection<Hash>, Map<Hash, Folder>> folders) {
        this.folders = folders;
    }

    /** Adds a release. @return false when there is no room for what it has and those before had not; nothing is added then */
    boolean add(Hash root, Room room) {
        Content fresh = new Content();
        Deque<Hash> left = new ArrayDeque<>();
        if (!content.folders.contains(root) && fresh.folders.add(root)) left.add(root);
        while (!left.isEmpty()) {
            List<Hash> some = new ArrayList<>();
            while (some.size() < FOLDERS_AT_ONCE && !left.isEmpty()) some.add(left.poll());
            for (Folder folder : folders.apply(some).values())
                for (Folder.Entry entry : folder.entries()) take(entry, fresh, left);
            if (content.bytes + fresh.bytes > room.bytes() || content.blobs() + fresh.blobs() > room.blobs())
                return false;
        }
        content.folders.addAll(fresh.folders);
        content.files.addAll(fresh.files);
        content.bytes += fresh.bytes;
        return true;
    }

    private void take(Folder.Entry entry, Content fresh, Deque<Hash> left) {
        Hash hash = entry.hash();
        if (entry.type() == Folder.Type.FOLDER) {
            if (!content.folders.contains(hash) && fresh.folders.add(hash)) left.add(hash);
        } else if (!content.files.contains(hash) && fresh.files.add(hash)) {
            fresh.bytes += entry.size();
        }
    }

    boolean has(Hash hash) {
        return content.folders.contains(hash) || content.files.contains(hash);
    }
}
