package io.peerhost.billing.settlement;

import io.peerhost.billing.journal.Journal;
import io.peerhost.billing.ledger.Balances;
import io.peerhost.billing.ledger.Entry;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters what the escrow did. What the ledger cannot take, as a payment of more than it knows to be due, is put aside, so that it
 * holds up no other lease; it is tried again, for what is due may be charged later.
 */
final class Aside {
    private static final Logger LOG = LoggerFactory.getLogger(Aside.class);
    private static final int AT_ONCE = 100;

    private Aside() {}

    static void enter(Connection connection, Entry entry) throws SQLException {
        try {
            Journal.append(connection, List.of(entry));
        } catch (Balances.Overdrawn e) {
            LOG.error(
                    "The escrow did what the ledger knows no money for, it is put aside in ledger_aside: {}",
                    e.getMessage());
            Sql.update(
                    connection,
                    "INSERT INTO ledger_aside (reference, lease, entry, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    entry.reference(),
                    entry.lease(),
                    Json.write(entry),
                    e.getMessage());
        }
    }

    /** Those that were not tried for the longest time; another process's are left to it. */
    static void tryAgain(Connection connection) throws SQLException {
        List<Entry> waiting = Sql.list(
                connection,
                "SELECT entry FROM ledger_aside ORDER BY tried_at LIMIT ? FOR UPDATE SKIP LOCKED",
                row -> Json.read(row.getString("entry"), Entry.class),
                AT_ONCE);
        for (Entry entry : waiting) tryAgain(connection, entry);
    }

    private static void tryAgain(Connection connection, Entry entry) throws SQLException {
        try {
            Journal.append(connection, List.of(entry));
            Sql.update(connection, "DELETE FROM ledger_aside WHERE reference = ?", entry.reference());
            LOG.info("{} of lease {} is entered: the ledger knows its money now", entry.reference(), entry.lease());
        } catch (Balances.Overdrawn e) {
            Sql.update(connection, "UPDATE ledger_aside SET tried_at = now() WHERE reference = ?", entry.reference());
        }
    }
}
