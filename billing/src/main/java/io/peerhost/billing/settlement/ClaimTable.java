package io.peerhost.billing.settlement;

import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The claims of an epoch: which batches were asked for, and under which attempt. */
final class ClaimTable {
    private ClaimTable() {}

    /** @param hash of the transaction that claimed it; null while that goes on */
    record Batch(int number, int attempt, Bytes32 hash) {
        boolean done() {
            return hash != null;
        }
    }

    static List<Batch> of(Connection connection, long epoch) throws SQLException {
        return Sql.list(
                connection,
                "SELECT batch, attempt, hash FROM epoch_claim WHERE epoch = ? ORDER BY batch",
                row -> new Batch(row.getInt("batch"), row.getInt("attempt"), Sql.bytes32(row, "hash")),
                epoch);
    }

    /** @return false when it was asked for before */
    static boolean begin(Connection connection, long epoch, int batch) throws SQLException {
        return Sql.update(
                        connection,
                        "INSERT INTO epoch_claim (epoch, batch) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        epoch,
                        batch)
                == 1;
    }

    static void done(Connection connection, long epoch, Batch batch, Bytes32 hash) throws SQLException {
        Sql.update(
                connection,
                "UPDATE epoch_claim SET hash = ? WHERE epoch = ? AND batch = ?",
                hash,
                epoch,
                batch.number());
    }

    /** @return false when another instance tried again already */
    static boolean again(Connection connection, long epoch, Batch batch) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE epoch_claim SET attempt = attempt + 1 WHERE epoch = ? AND batch = ? AND attempt = ?",
                        epoch,
                        batch.number(),
                        batch.attempt())
                == 1;
    }
}
