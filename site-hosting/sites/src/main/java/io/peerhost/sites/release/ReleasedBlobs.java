package io.peerhost.sites.release;

import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.release.Hash;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Which blobs the releases of a site reach, all that ever were: written with each release, for what its changed folders add. */
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
