package io.peerhost.gateway.draft;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.draft.Node.FolderNode;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Small files on their way to who reads a folder file by file: from the second on, a folder's next ones are fetched together. What
 * was fetched is kept until the next fetch.
 */
final class ReadAhead {
    /** Larger files are streamed. */
    static final int SMALL = 64 * 1024;

    private static final int MOST_FILES = 256;
    private static final long MOST_BYTES = 512 * 1024;

    private final DraftState state;
    private final SitesClient sites;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Hash, byte[]> fetched = Map.of();
    private FolderNode last;

    ReadAhead(DraftState state, SitesClient sites) {
        this.state = state;
        this.sites = sites;
    }

    /** The whole of {@code content}, which is {@code file}'s and small. */
    byte[] read(FileNode file, Content content) throws IOException {
        lock.lock();
        try {
            byte[] known = fetched.get(content.hash());
            return known != null ? known : fetch(file, content);
        } finally {
            lock.unlock();
        }
    }

    private byte[] fetch(FileNode file, Content content) throws IOException {
        FolderNode folder = file.parent();
        boolean again = folder != null && folder == last;
        last = folder;
        List<Hash> next = again ? next(file) : List.of();
        if (next.size() > 1) fetched = sites.blobs(next);
        byte[] own = fetched.get(content.hash());
        return own != null ? own : alone(content);
    }

    private byte[] alone(Content content) throws IOException {
        try (InputStream in = sites.blob(content.hash(), 0)) {
            return in.readNBytes((int) content.size());
        }
    }

    /** {@code file} and the small ones after it. */
    private List<Hash> next(FileNode file) {
        return state.read(() -> {
            List<Hash> hashes = new ArrayList<>();
            long bytes = 0;
            for (Node node :
                    file.parent() == null ? List.<Node>of() : file.parent().from(file.name())) {
                if (hashes.size() == MOST_FILES || bytes > MOST_BYTES) break;
                Content content = node instanceof FileNode one ? one.content() : null;
                if (content == null || content.size() > SMALL) continue;
                hashes.add(content.hash());
                bytes += content.size();
            }
            return hashes;
        });
    }
}
