package io.peerhost.edge.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerhost.edge.http.RequestPath;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.PageRules;
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

        /** A folder asked for without its slash, or a page with one. */
        record Elsewhere(String location) implements Found {}

        /** The page that shows the routes of an application. */
        record Route(Folder.Entry page) implements Found {}

        /** @param page the site's own page for that; null when it has none */
        record Nothing(Folder.Entry page) implements Found {}
    }

    Found find(Hash release, PageRules rules, String rawPath, List<BlobSource> sources) throws IOException {
        // Nothing below knows of what is above.
        Hash root = rules.documentRoot() == null ? release : folder(release, names(rules.documentRoot()), sources);
        if (root == null) return new Found.Nothing(null);
        FolderNode folder = node(root, sources);
        Folder.Entry page = folder.file(NOT_FOUND);
        Optional<RequestPath> path = RequestPath.of(rawPath).filter(Tree::shown);
        for (String name : path.map(RequestPath::folders).orElse(List.of())) {
            Folder.Entry next = folder.folder(name);
            if (next == null) return missing(root, rules, path.get(), page, sources);
            folder = node(next.hash(), sources);
            if (folder.file(NOT_FOUND) != null) page = folder.file(NOT_FOUND);
        }
        if (path.isEmpty()) return nothing(root, rules, page, sources);
        Found found = within(folder, path.get(), rules);
        return found == null ? missing(root, rules, path.get(), page, sources) : found;
    }

    /** Settings and what tools leave behind are nobody's business: {@code .env}, {@code .git/}, {@code peerhost.yaml}. */
    private static boolean shown(RequestPath path) {
        return !path.segments().equals(List.of("peerhost.yaml"))
                && path.segments().stream().noneMatch(name -> name.startsWith(".") && !name.equals(".well-known"));
    }

    /** Null when nothing is there. */
    private static Found within(FolderNode folder, RequestPath path, PageRules rules) {
        String name = path.folder() ? rules.index() : path.segments().getLast();
        Folder.Entry file = folder.file(name);
        if (file == null && rules.cleanUrls() && !path.folder()) file = folder.file(name + ".html");
        if (file != null) return new Found.File(file);
        boolean slashLacks = !path.folder() && folder.folder(name) != null;
        return slashLacks ? new Found.Elsewhere(location(path.segments())) : null;
    }

    /** With clean URLs a page has no slash at its end: whoever adds one is led to it. What is no file may be a route. */
    private Found missing(Hash root, PageRules rules, RequestPath path, Folder.Entry nearest, List<BlobSource> sources)
            throws IOException {
        boolean slashed = rules.cleanUrls() && path.folder() && !path.segments().isEmpty();
        if (slashed && file(root, String.join("/", path.segments()) + ".html", sources) != null) {
            String location = location(path.segments());
            return new Found.Elsewhere(location.substring(0, location.length() - 1));
        }
        Folder.Entry route =
                rules.fallback() != null && mayBeRoute(path.segments()) ? file(root, rules.fallback(), sources) : null;
        return route == null ? nothing(root, rules, nearest, sources) : new Found.Route(route);
    }

    /** Whoever asks for a file by its ending, or for a dotfile, wants that file and not an application's page. */
    private static boolean mayBeRoute(List<String> segments) {
        return segments.isEmpty()
                || segments.getLast().indexOf('.') < 0 && segments.stream().noneMatch(name -> name.startsWith("."));
    }

    private Found nothing(Hash root, PageRules rules, Folder.Entry nearest, List<BlobSource> sources)
            throws IOException {
        Folder.Entry chosen = rules.notFound() == null ? null : file(root, rules.notFound(), sources);
        return new Found.Nothing(chosen == null ? nearest : chosen);
    }

    /** Null when there is no such file. */
    private Folder.Entry file(Hash root, String path, List<BlobSource> sources) throws IOException {
        List<String> names = names(path);
        Hash folder = folder(root, names.subList(0, names.size() - 1), sources);
        return folder == null ? null : node(folder, sources).file(names.getLast());
    }

    /** Null when there is no such folder. */
    private Hash folder(Hash root, List<String> names, List<BlobSource> sources) throws IOException {
        Hash folder = root;
        for (String name : names) {
            Folder.Entry next = node(folder, sources).folder(name);
            if (next == null) return null;
            folder = next.hash();
        }
        return folder;
    }

    private static List<String> names(String path) {
        return List.of(path.split("/"));
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
