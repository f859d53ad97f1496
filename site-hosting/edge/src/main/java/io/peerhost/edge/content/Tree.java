package io.peerhost.edge.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerhost.edge.http.RequestPath;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Looks paths up in releases. Blocks: for threads that may wait. */
final class Tree {
    private static final String INDEX = "index.html";
    private static final String NOT_FOUND = "404.html";
    private static final int DEEPEST = 64;
    private static final long LARGE = 1L << 20;
    private static final long BYTES_IN_MEMORY = 32L << 20;

    private final BlobCache blobs;
    private final Cache<Hash, FolderNode> nodes = Caffeine.newBuilder()
            .maximumWeight(BYTES_IN_MEMORY)
            .<Hash, FolderNode>weigher((_, node) -> node.weight())
            .build();

    Tree(BlobCache blobs) {
        this.blobs = blobs;
    }

    /** What is at a path. */
    sealed interface Found {
        record File(Folder.Entry entry) implements Found {}

        /** A folder asked for without its slash. */
        record Elsewhere(String location) implements Found {}

        /** @param page the nearest 404.html above; null when the site has none */
        record Nothing(Folder.Entry page) implements Found {}
    }

    Found find(Hash root, String rawPath, List<BlobSource> sources) throws IOException {
        Optional<RequestPath> path = RequestPath.of(rawPath);
        FolderNode folder = node(root, sources);
        Folder.Entry page = folder.file(NOT_FOUND);
        if (path.isEmpty()) return new Found.Nothing(page);
        List<String> segments = path.get().segments();
        int folders = path.get().folder() ? segments.size() : segments.size() - 1;
        for (String name : segments.subList(0, folders)) {
            Folder.Entry next = folder.folder(name);
            if (next == null) return new Found.Nothing(page);
            folder = node(next.hash(), sources);
            if (folder.file(NOT_FOUND) != null) page = folder.file(NOT_FOUND);
        }
        String name = path.get().folder() ? INDEX : segments.getLast();
        if (folder.file(name) != null) return new Found.File(folder.file(name));
        if (!path.get().folder() && folder.folder(name) != null) return new Found.Elsewhere(location(segments));
        return new Found.Nothing(page);
    }

    /** Goes down from the root at random; a way that ends at a large file ends at its folder instead. */
    Hash anyBlob(Hash root, List<BlobSource> sources) throws IOException {
        Hash at = root;
        for (int depth = 0; depth < DEEPEST; depth++) {
            List<Folder.Entry> entries = List.copyOf(node(at, sources).entries().values());
            if (entries.isEmpty()) return at;
            Folder.Entry entry = entries.get(ThreadLocalRandom.current().nextInt(entries.size()));
            if (entry.type() == Folder.Type.FILE) return entry.size() <= LARGE ? entry.hash() : at;
            at = entry.hash();
        }
        return at;
    }

    /** Built of the decoded names, so that it leads nowhere but to this site. */
    private static String location(List<String> segments) {
        return segments.stream()
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/", "/", "/"));
    }

    private FolderNode node(Hash hash, List<BlobSource> sources) throws IOException {
        FolderNode known = nodes.getIfPresent(hash);
        if (known != null) return known;
        byte[] bytes = Files.readAllBytes(blobs.get(hash, -1, sources));
        try {
            FolderNode node = FolderNode.of(Folder.decode(bytes));
            nodes.put(hash, node);
            return node;
        } catch (IllegalArgumentException e) {
            throw new IOException("Blob " + hash + " is no folder", e);
        }
    }
}
