package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FileNotFoundException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Content by its hash. */
@ApplicationScoped
public class Blobs {
    private final Database database;
    private final ObjectStore store;
    private final StoreConfig config;
    private final Clock clock;
    private final BlobCache cache = new BlobCache(Runtime.getRuntime().maxMemory() / 8);

    Blobs(Database database, ObjectStore store, StoreConfig config, Clock clock) {
        this.database = database;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** Stores what is not stored yet; when this returns, all of the pack's blobs are. */
    public void put(Pack pack) {
        Set<Hash> fresh = new LinkedHashSet<>();
        for (Packed blob : pack.blobs()) fresh.add(blob.hash());
        fresh.removeAll(sizes(fresh).keySet());
        if (fresh.isEmpty()) return;
        Pack stored = pack.only(fresh);
        UUID id = UUID.randomUUID();
        putObject(id, stored.bytes(), stored.length(), connection -> {
            BlobTable.insert(connection, id, stored.blobs(), clock.instant());
            return null;
        });
    }

    /** As {@link #put(Pack)}, for content of our own making, which is likely to be read soon. */
    public void put(Collection<Pack.Content> contents) {
        for (Pack pack : Pack.of(contents)) put(pack);
        for (Pack.Content content : contents) cache.put(content.hash(), content.bytes());
    }

    /** The row, then the object, then {@code use} in the transaction that makes it count. */
    <T> T putObject(UUID id, byte[] bytes, int length, Database.Query<T> use) {
        database.call(connection -> {
            BlobTable.announce(connection, id, length, clock.instant());
            return null;
        });
        store.put(id, bytes, length);
        return database.call(connection -> {
            BlobTable.stored(connection, id);
            return use.run(connection);
        });
    }

    /** The sizes of those that are stored, in the caller's transaction: what it then refers to is not collected. */
    public Map<Hash, Long> sizes(Connection connection, Collection<Hash> hashes) throws SQLException {
        if (hashes.isEmpty()) return Map.of();
        return BlobTable.wanted(connection, hashes, clock.instant(), config.grace());
    }

    /** As above, in a transaction of its own; they stay for most of the time of grace. */
    public Map<Hash, Long> sizes(Collection<Hash> hashes) {
        return database.call(connection -> sizes(connection, hashes));
    }

    /** @throws Problem 404 when it is not stored */
    public Located locate(Hash hash) {
        Located located = locate(List.of(hash)).get(hash);
        if (located == null) throw missing(List.of(hash));
        return located;
    }

    /** Where those are that are stored. */
    public Map<Hash, Located> locate(Collection<Hash> hashes) {
        return database.call(connection -> BlobTable.locate(connection, hashes));
    }

    /**
     * A blob of up to 16 MiB, checked against its hash.
     *
     * @throws Problem 404 when it is not stored
     */
    public byte[] read(Hash hash) {
        byte[] content = read(List.of(hash)).get(hash);
        if (content == null) throw missing(List.of(hash));
        return content;
    }

    /** Those that are stored, checked against their hashes: neighbours in a pack are fetched together. To be used for few megabytes. */
    public Map<Hash, byte[]> read(Collection<Hash> hashes) {
        Map<Hash, byte[]> found = new HashMap<>();
        List<Hash> left = new ArrayList<>();
        for (Hash hash : hashes)
            cache.get(hash).ifPresentOrElse(content -> found.put(hash, content), () -> left.add(hash));
        if (left.isEmpty()) return found;
        for (Stretch stretch : Stretch.over(locate(left).values())) read(stretch, found);
        return found;
    }

    /** Adds the blobs of {@code stretch} to {@code found}; those that were moved meanwhile are looked for again, once. */
    void read(Stretch stretch, Map<Hash, byte[]> found) {
        try {
            take(stretch, found);
        } catch (FileNotFoundException moved) {
            Collection<Located> again = locate(stretch.hashes()).values();
            try {
                for (Stretch one : Stretch.over(again)) take(one, found);
            } catch (FileNotFoundException e) {
                throw Problem.unavailable("A stored object is not in the store.", e);
            }
        }
    }

    private void take(Stretch stretch, Map<Hash, byte[]> found) throws FileNotFoundException {
        byte[] bytes = store.read(stretch.pack(), stretch.offset(), stretch.length());
        stretch.cut(bytes).forEach((hash, content) -> {
            if (!Hash.ofContent(content).equals(hash))
                throw Problem.unavailable("The store gave other bytes than were put for " + hash + ".", null);
            cache.put(hash, content);
            found.put(hash, content);
        });
    }

    public long cachedBytes() {
        return cache.bytes();
    }

    Instant now() {
        return clock.instant();
    }

    public static Problem missing(Collection<Hash> hashes) {
        return Problem.of(
                        404,
                        "blob-missing",
                        "A blob is not stored",
                        "Not stored: " + hashes.size() + " of the blobs named. Send them, then try again.")
                .with("hashes", hashes);
    }
}
