package io.peerhost.billing.health;

import io.peerhost.messaging.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What must hold within the ledger. */
final class LedgerChecks {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final List<String> CHANGES = List.of(
            "UPDATE ledger_entry SET at = at WHERE false",
            "UPDATE ledger_line SET amount = amount WHERE false",
            "DELETE FROM ledger_entry WHERE false",
            "DELETE FROM ledger_line WHERE false");

    private final DataSource database;
    private final Clock clock;

    LedgerChecks(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Optional<String> unbalanced() throws SQLException {
        return count("""
                SELECT (SELECT count(*) FROM (
                            SELECT entry FROM ledger_line GROUP BY entry
                            HAVING sum(CASE side WHEN 'DEBIT' THEN amount ELSE -amount END) <> 0) AS uneven)
                     + (SELECT count(*) FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_line x WHERE x.entry = e.id))
                     + (SELECT count(*) FROM ledger_balance b FULL JOIN (
                            SELECT lease, account, coalesce(sum(amount) FILTER (WHERE side = 'DEBIT'), 0) AS debit,
                                   coalesce(sum(amount) FILTER (WHERE side = 'CREDIT'), 0) AS credit
                              FROM ledger_line GROUP BY lease, account) AS lines USING (lease, account)
                         WHERE (b.debit, b.credit) IS DISTINCT FROM (lines.debit, lines.credit))
                """, "entries or accounts do not add up.");
    }

    Optional<String> uncovered() throws SQLException {
        return count("""
                SELECT count(*) FROM (
                    SELECT lease,
                           coalesce(sum(debit - credit) FILTER (WHERE account = 'ESCROW'), 0) AS escrow,
                           coalesce(sum(credit - debit) FILTER (WHERE account = 'RENTER'), 0) AS renter,
                           coalesce(sum(credit - debit) FILTER (WHERE account = 'SELLER'), 0) AS seller
                      FROM ledger_balance GROUP BY lease) AS standing
                 WHERE escrow <> renter + seller OR renter < 0 OR seller < 0
                """, "leases owe more than the escrow holds for them.");
    }

    Optional<String> aside() throws SQLException {
        return count(
                "SELECT count(*) FROM ledger_aside",
                "payments or refunds of the escrow do not fit into the ledger: see the table ledger_aside.");
    }

    /** Triggers fire even where no row is touched, so trying changes nothing. */
    Optional<String> changeable() throws SQLException {
        for (String change : CHANGES) if (possible(change)) return Optional.of("The database allows: " + change);
        return Optional.empty();
    }

    Optional<String> stuck() throws SQLException {
        try (Connection connection = database.getConnection()) {
            long stuck = Sql.number(
                    connection,
                    "SELECT count(*) FROM epoch WHERE stage IN ('CLOSED', 'POSTED') AND closed_at < ?",
                    clock.instant().minus(PATIENCE));
            return stuck == 0
                    ? Optional.empty()
                    : Optional.of(stuck + " epochs are closed for more than " + PATIENCE.toMinutes()
                            + " minutes and not claimed: see the log for what the chain refused.");
        }
    }

    private boolean possible(String change) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(change);
                return true;
            } catch (SQLException refused) {
                return !"23001".equals(refused.getSQLState());
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private Optional<String> count(String sql, String wrong) throws SQLException {
        try (Connection connection = database.getConnection()) {
            long found = Sql.number(connection, sql);
            return found == 0 ? Optional.empty() : Optional.of(found + " " + wrong);
        }
    }
}
