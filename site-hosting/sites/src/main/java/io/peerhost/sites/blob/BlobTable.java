package io.peerhost.sites.blob;

import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rows of blobs and packs. */
final class BlobTable {
    private static final String LIVE_PACK = "UPDATE pack SET stored = true WHERE id = ? AND NOT doomed";

    private BlobTable() {}

    /**
     * The sizes of those that are stored; from now they are kept at least three quarters of the grace. (Only those wanted
     * longer ago than a quarter are written, which spares most updates.)
     */
    static Map<Hash, Long> wanted(Connection connection, Collection<Hash> hashes, Instant now, Duration grace)
            throws SQLException {
        Object names = Column.of("bytea", hashes);
        Sql.update(
                connection,
                "UPDATE blob SET last_wanted = ? FROM (SELECT hash FROM blob WHERE hash = ANY (?) AND last_wanted < ?"
                        + " ORDER BY hash FOR UPDATE) old WHERE blob.hash = old.hash",
                now,
                names,
                now.minus(grace.dividedBy(4)));
        Map<Hash, Long> sizes = new HashMap<>();
        Sql.list(
                connection,
                "SELECT hash, size FROM blob WHERE hash = ANY (?)",
                row -> sizes.put(Hash.of(row.getBytes(1)), row.getLong(2)),
                names);
        return sizes;
    }

    static Map<Hash, Located> locate(Connection connection, Collection<Hash> hashes) throws SQLException {
        Map<Hash, Located> found = new HashMap<>();
        List<Hash> parted = new ArrayList<>();
        Sql.list(
                connection,
                "SELECT hash, size, pack, pack_offset FROM blob WHERE hash = ANY (?)",
                row -> {
                    Hash hash = Hash.of(row.getBytes(1));
                    UUID pack = row.getObject(3, UUID.class);
                    long size = row.getLong(2);
                    if (pack == null) parted.add(hash);
                    List<Extent> extents =
                            pack == null ? new ArrayList<>() : List.of(new Extent(0, pack, row.getLong(4), size));
                    return found.put(hash, new Located(hash, size, extents));
                },
                Column.of("bytea", hashes));
        if (!parted.isEmpty())
            Sql.list(
                    connection,
                    "SELECT hash, blob_offset, pack, size FROM blob_part WHERE hash = ANY (?) ORDER BY hash, blob_offset",
                    row -> found.get(Hash.of(row.getBytes(1)))
                            .extents()
                            .add(new Extent(row.getLong(2), row.getObject(3, UUID.class), 0, row.getLong(4))),
                    Column.of("bytea", parted));
        return found;
    }

    static void announce(Connection connection, UUID pack, long size, Instant now) throws SQLException {
        Sql.update(connection, "INSERT INTO pack (id, size, created_at) VALUES (?, ?, ?)", pack, size, now);
    }

    /** @throws Problem 503 when it took so long that the pack was given up */
    static void stored(Connection connection, UUID pack) throws SQLException {
        if (Sql.update(connection, LIVE_PACK, pack) == 0)
            throw Problem.unavailable("Storing took too long. Send it again.", null);
    }

    /** One that someone else stored meanwhile stays where it is. */
    static void insert(Connection connection, UUID pack, Collection<Packed> blobs, Instant now) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO blob (hash, size, pack, pack_offset, last_wanted)"
                        + " SELECT hash, size, ?, pack_offset, ? FROM unnest(?::bytea[], ?::bigint[], ?::bigint[])"
                        + " AS new (hash, size, pack_offset) ORDER BY hash"
                        + " ON CONFLICT (hash) DO UPDATE SET last_wanted = EXCLUDED.last_wanted",
                pack,
                now,
                Column.of("bytea", blobs.stream().map(Packed::hash).toList()),
                Column.of(
                        "bigint", blobs.stream().map(blob -> (long) blob.size()).toList()),
                Column.of(
                        "bigint",
                        blobs.stream().map(blob -> (long) blob.offset()).toList()));
    }
}
