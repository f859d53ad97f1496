package io.peerhost.edge.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerhost.edge.http.Coding;
import io.peerhost.edge.http.HttpDates;
import io.peerhost.edge.route.Replica;
import io.peerhost.edge.route.SiteRoute;
import io.peerhost.edge.tunnel.Tunnels;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/** What the paths of static sites answer, with the hot part of it in memory. */
public final class SiteContent {
    /** Compressing more takes a moment that a visitor notices. */
    private static final long LARGE = 4L << 20;

    private static final int FETCHES_OF_ONE_AGENT = 16;

    private record Key(Hash root, String path) {}

    private final BlobCache blobs;
    private final Tree tree;
    private final Tunnels tunnels;
    private final BlobSource last;
    private final HttpDates dates;
    private final Semaphore large = new Semaphore(1);
    private final Cache<Key, Served> hot;
    /** An agent's is kept for as long as somebody holds a place in it. */
    private final Cache<Address, Semaphore> rooms =
            Caffeine.newBuilder().weakValues().build();

    /**
     * @param last asked when no replica gives a blob
     * @param memory bytes of answers kept in memory
     */
    public SiteContent(BlobCache blobs, Tunnels tunnels, BlobSource last, long memory, HttpDates dates) {
        this.blobs = blobs;
        this.tree = new Tree(blobs);
        this.tunnels = tunnels;
        this.last = last;
        this.dates = dates;
        this.hot = Caffeine.newBuilder()
                .maximumWeight(memory)
                .<Key, Served>weigher((key, served) -> served.weight() + 2 * key.path.length() + 200)
                .build();
    }

    /** Null when it has to be {@link #load}ed. */
    Served hot(SiteRoute site, String path) {
        return hot.getIfPresent(new Key(site.root(), path));
    }

    /** The page that is given instead; null when it has to be {@link #load}ed. */
    ServedFile hot(SiteRoute site, Served.Instead instead) {
        return hot(site, instead.key()) instanceof Served.Content(ServedFile file) ? file : null;
    }

    /** Blocks. */
    Served load(SiteRoute site, String path) throws IOException {
        List<BlobSource> sources = sources(site);
        Served served =
                switch (tree.find(site.root(), site.pages(), path, sources)) {
                    case Tree.Found.File found -> new Served.Content(file(site, found.entry(), 200, sources));
                    case Tree.Found.Elsewhere elsewhere -> new Served.Redirect(elsewhere.location());
                    case Tree.Found.Route route -> new Served.Instead(200, route.page());
                    case Tree.Found.Nothing nothing -> new Served.Instead(404, nothing.page());
                };
        hot.put(new Key(site.root(), path), served);
        return served;
    }

    /** Blocks. */
    ServedFile load(SiteRoute site, Served.Instead instead) throws IOException {
        ServedFile file = file(site, instead.page(), instead.status(), sources(site));
        hot.put(new Key(site.root(), instead.key()), new Served.Content(file));
        return file;
    }

    private ServedFile file(SiteRoute site, Folder.Entry entry, int status, List<BlobSource> sources)
            throws IOException {
        long released = site.released().getEpochSecond();
        // A time to come would be none that a visitor may name in a condition (RFC 9110, 8.8.2.1).
        long modified = entry.modified() > 0 ? Math.min(entry.modified(), released) : released;
        ServedFile file = new ServedFile(entry, modified, status, dates);
        Path blob = blobs.get(entry.hash(), entry.size(), sources);
        file.keep(Coding.IDENTITY, entry.size(), entry.size() > Form.SMALL ? null : Files.readAllBytes(blob));
        return file;
    }

    /** Blocks. Of large files one is compressed at a time, and who comes for another meanwhile gets its plain form. */
    Form compress(SiteRoute site, ServedFile file, Coding coding) throws IOException {
        if (file.entry().size() <= LARGE) return make(site, file, coding);
        if (!large.tryAcquire()) return file.form(Coding.IDENTITY);
        try {
            return make(site, file, coding);
        } finally {
            large.release();
        }
    }

    private Form make(SiteRoute site, ServedFile file, Coding coding) throws IOException {
        Path made = form(site, file, coding);
        long size = Files.size(made);
        return file.keep(coding, size, size > Form.SMALL ? null : Files.readAllBytes(made));
    }

    private Path form(SiteRoute site, ServedFile file, Coding coding) throws IOException {
        Folder.Entry entry = file.entry();
        if (coding == Coding.IDENTITY) return blobs.get(entry.hash(), entry.size(), sources(site));
        return blobs.derived(
                entry.hash(), coding.token(), out -> Compressed.write(coding, form(site, file, Coding.IDENTITY), out));
    }

    /** The bytes of a large form; the caller closes it. Blocks. */
    FileChannel open(SiteRoute site, ServedFile file, Coding coding) throws IOException {
        try {
            return FileChannel.open(form(site, file, coding));
        } catch (NoSuchFileException e) {
            // Pushed out of the cache between being found and being opened.
            return FileChannel.open(form(site, file, coding));
        }
    }

    /** A blob of this release, chosen at random among its folders and the files that are not large. Blocks. */
    public Hash anyBlob(SiteRoute site, Hash root) throws IOException {
        return tree.anyBlob(root, sources(site));
    }

    /** A random replica first, so that each gets its share. */
    private List<BlobSource> sources(SiteRoute site) {
        List<Replica> replicas = new ArrayList<>(site.replicas());
        Collections.shuffle(replicas, ThreadLocalRandom.current());
        replicas.sort((a, b) -> Boolean.compare(!tunnels.connected(a.agent()), !tunnels.connected(b.agent())));
        List<BlobSource> sources = new ArrayList<>();
        for (Replica replica : replicas)
            sources.add(new ReplicaBlobs(
                    tunnels, replica, rooms.get(replica.agent(), _ -> new Semaphore(FETCHES_OF_ONE_AGENT))));
        sources.add(last);
        return sources;
    }
}
