package io.peerhost.agent.storage;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Brings a release into the store: first its folders, level by level, then the files that are missing; every blob is checked by hash. */
final class ReleaseFetcher {
    /** The most files and folders of one release. */
    static final int MOST_ENTRIES = 200_000;

    private final BlobStore blobs;
    private final FolderTree tree;
    private final ContentClient client;

    ReleaseFetcher(BlobStore blobs, ContentClient client) {
        this.blobs = blobs;
        this.tree = new FolderTree(blobs);
        this.client = client;
    }

    /**
     * @param quota bytes of all files together
     * @param progress told in words for people
     */
    void fetch(Bytes32 lease, Hash root, long quota, Consumer<String> progress)
            throws IOException, InterruptedException {
        Map<Hash, Long> files = folders(lease, root, quota);
        Map<Hash, Long> missing = new LinkedHashMap<>();
        files.forEach((hash, size) -> {
            if (!blobs.size(hash).filter(size::equals).isPresent()) missing.put(hash, size);
        });
        long bytes = missing.values().stream().mapToLong(Long::longValue).sum();
        if (!missing.isEmpty()) progress.accept("Fetching " + missing.size() + " files, " + bytes / 1024 + " KiB");
        files(lease, missing, progress);
    }

    /** Fetches the folders; returns the files below them with their sizes. */
    private Map<Hash, Long> folders(Bytes32 lease, Hash root, long quota) throws IOException, InterruptedException {
        Map<Hash, Long> files = new HashMap<>();
        Map<Hash, Long> level = new HashMap<>();
        level.put(root, null);
        Set<Hash> seen = new HashSet<>();
        int entries = 0;
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > 64) throw new IOException("The release is deeper than 64 folders");
            bring(
                    lease,
                    level.keySet().stream().filter(hash -> !blobs.has(hash)).toList(),
                    FolderTree.LONGEST_FOLDER,
                    each -> {});
            Map<Hash, Long> below = new HashMap<>();
            for (Map.Entry<Hash, Long> named : level.entrySet()) {
                seen.add(named.getKey());
                Folder folder = sized(named.getKey(), named.getValue(), quota);
                entries += folder.entries().size();
                if (entries > MOST_ENTRIES)
                    throw new IOException("The release has more than " + MOST_ENTRIES + " entries");
                for (Folder.Entry entry : folder.entries())
                    if (entry.type() == Folder.Type.FILE) files.put(entry.hash(), entry.size());
                    else if (!seen.contains(entry.hash())) below.put(entry.hash(), entry.size());
            }
            level = below;
        }
        return files;
    }

    /** Reads a folder and holds it to the size its parent gave: so the root's size is the truth, and the quota holds. */
    private Folder sized(Hash hash, Long size, long quota) throws IOException {
        Folder folder = tree.folder(hash);
        if (size != null && folder.size() != size)
            throw new IOException("Folder " + hash + " has " + folder.size() + " bytes, its parent says " + size);
        if (folder.size() > quota)
            throw new IOException("The release has " + folder.size() + " bytes, more than the " + quota
                    + " bytes of disk reserved: order more disk or publish less");
        return folder;
    }

    private void files(Bytes32 lease, Map<Hash, Long> missing, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<Hash> small = new ArrayList<>();
        for (Map.Entry<Hash, Long> file : missing.entrySet())
            if (file.getValue() <= ContentClient.LONGEST_IN_PACK) small.add(file.getKey());
            else {
                progress.accept("Fetching a file of " + file.getValue() / 1024 / 1024 + " MiB");
                single(lease, file.getKey(), file.getValue());
            }
        bring(lease, small, ContentClient.LONGEST_IN_PACK, progress);
        for (Map.Entry<Hash, Long> file : missing.entrySet())
            if (!blobs.size(file.getKey()).filter(file.getValue()::equals).isPresent())
                throw new IOException("Blob " + file.getKey() + " has another size than its folder says");
    }

    /** Brings these blobs by packs; what a pack leaves out because it is long, one by one. */
    private void bring(Bytes32 lease, Collection<Hash> hashes, long most, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<Hash> all = List.copyOf(hashes);
        for (int start = 0; start < all.size(); start += ContentClient.MOST) {
            if (start > 0) progress.accept("Fetched " + start + " of " + all.size() + " files");
            Set<Hash> batch = new HashSet<>(all.subList(start, Math.min(all.size(), start + ContentClient.MOST)));
            client.pack(lease, List.copyOf(batch), (hash, bytes) -> {
                blobs.put(hash, bytes);
                batch.remove(hash);
            });
            for (Hash left : batch) single(lease, left, most);
        }
    }

    private void single(Bytes32 lease, Hash hash, long most) throws IOException, InterruptedException {
        client.single(lease, hash, blobs.part(hash), most);
        blobs.adopt(hash, blobs.part(hash));
    }
}
