package io.peerhost.billing.audit;

import io.peerhost.chain.merkle.Leaf;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.billing.Audit;
import io.peerhost.protocol.identity.Bytes32;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The leaves of epochs. */
@Singleton
class Leaves {
    private final DataSource database;

    Leaves(DataSource database) {
        this.database = database;
    }

    List<Audit.Leaf> page(long epoch, Bytes32 after, int limit) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT * FROM epoch_leaf WHERE epoch = ? AND lease > ? ORDER BY lease LIMIT ?",
                    Leaves::leaf,
                    epoch,
                    after,
                    limit);
        }
    }

    List<Bytes32> claims(long epoch) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT hash FROM epoch_claim WHERE epoch = ? AND hash IS NOT NULL ORDER BY batch",
                    row -> Sql.bytes32(row, "hash"),
                    epoch);
        }
    }

    /** A leaf with the epoch it is in. */
    record Found(long epoch, Audit.Leaf leaf) {}

    /** The lease's leaf in that epoch or the last one before that has it. */
    Optional<Found> last(Bytes32 lease, long epoch) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.first(
                    connection,
                    "SELECT * FROM epoch_leaf WHERE lease = ? AND epoch <= ? ORDER BY epoch DESC LIMIT 1",
                    row -> new Found(row.getLong("epoch"), leaf(row)),
                    lease,
                    epoch);
        }
    }

    List<Leaf> all(long epoch) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT lease, cumulative FROM epoch_leaf WHERE epoch = ?",
                    row -> new Leaf(Sql.bytes32(row, "lease"), Sql.amount(row, "cumulative")),
                    epoch);
        }
    }

    private static Audit.Leaf leaf(ResultSet row) throws SQLException {
        return new Audit.Leaf(
                Sql.bytes32(row, "lease"),
                Sql.amount(row, "cumulative"),
                Sql.amount(row, "charged"),
                row.getLong("up_seconds"),
                Sql.amount(row, "egress_bytes"));
    }
}
