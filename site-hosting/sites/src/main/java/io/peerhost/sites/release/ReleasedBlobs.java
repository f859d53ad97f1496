package io.peerhost.sites.release;

import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.release.Hash;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which blobs the releases of a site reach that are kept: written with each release, for what its changed folders add. What the draft
 * shares with a release that is no longer kept stays too, for the next release adds only what the draft changed.
 */
public final class ReleasedBlobs {
    private ReleasedBlobs() {}

    static void add(Connection connection, UUID site, Collection<Hash> hashes) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO released_blob (site, hash) SELECT ?, hash FROM unnest(?::bytea[]) AS new (hash)"
                        + " ON CONFLICT DO NOTHING",
                site,
                Column.of("bytea", hashes));
    }

    /** All together. */
    static Reach.Room held(Connection connection, UUID site) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT coalesce(sum(b.size), 0)::bigint, count(*) FROM released_blob r JOIN blob b USING (hash)"
                                + " WHERE r.site = ?",
                        row -> new Reach.Room(row.getLong(1), row.getInt(2)),
                        site)
                .orElseThrow();
    }

    /** In the order of their hashes, those behind {@code after}; empty behind the last. */
    static List<Hash> page(Connection connection, UUID site, Hash after) throws SQLException {
        return Sql.list(
                connection,
                "SELECT hash FROM released_blob WHERE site = ? AND hash > ? ORDER BY hash LIMIT 10000",
                row -> Hash.of(row.getBytes(1)),
                site,
                after);
    }

    static void remove(Connection connection, UUID site, Collection<Hash> hashes) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM released_blob r WHERE site = ? AND hash = ANY (?)"
                        + " AND NOT EXISTS (SELECT FROM draft_entry d WHERE d.site = r.site AND d.hash = r.hash)",
                site,
                Column.of("bytea", hashes));
    }

    /** Those of {@code hashes} that are no part of any release of the site. */
    public static Set<Hash> strangers(Connection connection, UUID site, Collection<Hash> hashes) throws SQLException {
        Set<Hash> strangers = new HashSet<>(hashes);
        strangers.removeAll(Sql.list(
                connection,
                "SELECT hash FROM released_blob WHERE site = ? AND hash = ANY (?)",
                row -> Hash.of(row.getBytes(1)),
                site,
                Column.of("bytea", hashes)));
        return strangers;
    }
}
