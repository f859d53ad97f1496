package io.peerhost.sites.blob;

import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.release.Hash;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements of the {@link Collector}. */
final class Garbage {
    static final int AT_ONCE = 1_000;
    /** Rows looked at, or removed for one site, by one statement: far from what the database has time for. */
    static final int PAGE = 10_000;
    /** Of packs there are fewer, with many blobs in each. */
    private static final int PACKS = 200;

    private static final String UNUSED = "NOT EXISTS (SELECT FROM blob b WHERE b.pack = p.id)"
            + " AND NOT EXISTS (SELECT FROM blob_part b WHERE b.pack = p.id)"
            + " AND NOT EXISTS (SELECT FROM upload_part u WHERE u.pack = p.id)";

    private Garbage() {}

    /** Uploads left alone. */
    static int forget(Connection connection, Instant before) throws SQLException {
        return Sql.update(connection, "DELETE FROM upload WHERE touched_at < ?", before);
    }

    /** A site that was deleted and still holds something. */
    static Optional<UUID> toForget(Connection connection, Instant before) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id FROM site WHERE deleted_at < ? AND NOT forgotten LIMIT 1",
                row -> row.getObject(1, UUID.class),
                before);
    }

    /** A page of what it held, of its draft and of what its releases reach; the last one marks it. */
    static int forgetSite(Connection connection, UUID site) throws SQLException {
        int left = removePage(connection, "draft_entry", "path", site);
        left += removePage(connection, "released_blob", "hash", site);
        if (left == 0) Sql.update(connection, "UPDATE site SET forgotten = true WHERE id = ?", site);
        return left;
    }

    private static int removePage(Connection connection, String table, String key, UUID site) throws SQLException {
        return Sql.update(
                connection,
                "DELETE FROM " + table + " WHERE site = ? AND " + key + " IN (SELECT " + key + " FROM " + table
                        + " WHERE site = ? LIMIT " + PAGE + ")",
                site,
                site);
    }

    /** Where the page of blobs ends that begins behind {@code after}; empty when there are no more. */
    static Optional<Hash> page(Connection connection, Hash after) throws SQLException {
        return Sql.first(
                connection,
                "SELECT hash FROM (SELECT hash FROM blob WHERE hash > ? ORDER BY hash LIMIT " + PAGE
                        + ") page ORDER BY hash DESC LIMIT 1",
                row -> Hash.of(row.getBytes(1)),
                after);
    }

    /** Whoever refers to a blob from now on has renewed it first: then the condition, looked at again, no longer holds. */
    static int removeBlobs(Connection connection, Hash after, Hash to, Instant before) throws SQLException {
        return Sql.update(
                connection,
                "DELETE FROM blob b WHERE hash > ? AND hash <= ? AND last_wanted < ?"
                        + " AND NOT EXISTS (SELECT FROM blob_reference r WHERE r.hash = b.hash)",
                after,
                to,
                before);
    }

    /** As for blobs. */
    static Optional<UUID> page(Connection connection, UUID after) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id FROM (SELECT id FROM pack WHERE id > ? ORDER BY id LIMIT " + PACKS
                        + ") page ORDER BY id DESC LIMIT 1",
                row -> row.getObject(1, UUID.class),
                after);
    }

    /** Packs that nothing is in, and that are not just being filled. */
    static int doom(Connection connection, UUID after, UUID to, Instant before) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE pack p SET doomed = true WHERE id > ? AND id <= ? AND NOT doomed AND created_at < ? AND "
                        + UNUSED,
                after,
                to,
                before);
    }

    static List<UUID> doomed(Connection connection) throws SQLException {
        return Sql.list(
                connection, "SELECT id FROM pack WHERE doomed LIMIT " + AT_ONCE, row -> row.getObject(1, UUID.class));
    }

    static int removePack(Connection connection, UUID pack) throws SQLException {
        return Sql.update(connection, "DELETE FROM pack WHERE id = ? AND doomed", pack);
    }

    /** Packs of which less than half is still in use. */
    static List<UUID> mostlyEmpty(Connection connection, UUID after, UUID to, Instant before) throws SQLException {
        return Sql.list(
                connection,
                "SELECT p.id FROM pack p JOIN blob b ON b.pack = p.id"
                        + " WHERE p.id > ? AND p.id <= ? AND p.created_at < ? AND p.stored AND NOT p.doomed"
                        + " GROUP BY p.id, p.size HAVING sum(b.size + ?) < p.size / 2",
                row -> row.getObject(1, UUID.class),
                after,
                to,
                before,
                Pack.HEAD);
    }
}
