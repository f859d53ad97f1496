package io.peerhost.sites.blob;

import io.peerhost.messaging.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The statements of the {@link Collector}. */
final class Garbage {
    static final int AT_ONCE = 1_000;

    private static final String UNUSED = "NOT EXISTS (SELECT FROM blob b WHERE b.pack = p.id)"
            + " AND NOT EXISTS (SELECT FROM blob_part b WHERE b.pack = p.id)"
            + " AND NOT EXISTS (SELECT FROM upload_part u WHERE u.pack = p.id)";

    private Garbage() {}

    /** Uploads left alone. */
    static int forget(Connection connection, Instant before) throws SQLException {
        return Sql.update(connection, "DELETE FROM upload WHERE touched_at < ?", before);
    }

    /** What sites held that were deleted: their drafts, and what their releases reach. */
    static int forgetSites(Connection connection, Instant before) throws SQLException {
        String gone = " WHERE site IN (SELECT id FROM site WHERE deleted_at < ?)";
        return Sql.update(connection, "DELETE FROM draft_entry" + gone, before)
                + Sql.update(connection, "DELETE FROM released_blob" + gone, before);
    }

    /** Whoever refers to a blob from now on has renewed it first: then the outer condition, looked at again, no longer holds. */
    static int removeBlobs(Connection connection, Instant before) throws SQLException {
        return Sql.update(
                connection,
                "DELETE FROM blob WHERE last_wanted < ? AND hash IN (SELECT hash FROM blob b WHERE last_wanted < ?"
                        + " AND NOT EXISTS (SELECT FROM blob_reference r WHERE r.hash = b.hash) LIMIT " + AT_ONCE + ")",
                before,
                before);
    }

    /** Packs that nothing is in, and that are not just being filled. */
    static int doom(Connection connection, Instant before) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE pack p SET doomed = true WHERE NOT doomed AND created_at < ? AND " + UNUSED,
                before);
    }

    static List<UUID> doomed(Connection connection) throws SQLException {
        return Sql.list(
                connection, "SELECT id FROM pack WHERE doomed LIMIT " + AT_ONCE, row -> row.getObject(1, UUID.class));
    }

    static int removePack(Connection connection, UUID pack) throws SQLException {
        return Sql.update(connection, "DELETE FROM pack WHERE id = ? AND doomed", pack);
    }

    /** Packs of which less than half is still in use, the emptiest first. */
    static List<UUID> mostlyEmpty(Connection connection, Instant before) throws SQLException {
        return Sql.list(
                connection,
                "SELECT p.id FROM pack p JOIN blob b ON b.pack = p.id WHERE p.created_at < ? AND p.stored AND NOT p.doomed"
                        + " GROUP BY p.id, p.size HAVING sum(b.size + ?) < p.size / 2 ORDER BY sum(b.size) LIMIT "
                        + AT_ONCE,
                row -> row.getObject(1, UUID.class),
                before,
                Pack.HEAD);
    }
}
