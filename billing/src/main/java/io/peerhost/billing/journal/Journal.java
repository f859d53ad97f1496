package io.peerhost.billing.journal;

import io.peerhost.billing.ledger.Account;
import io.peerhost.billing.ledger.Balances;
import io.peerhost.billing.ledger.Entry;
import io.peerhost.billing.ledger.Line;
import io.peerhost.billing.ledger.Side;
import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the ledger's entries in the database, which itself refuses to change them and to take unbalanced ones. */
public final class Journal {
    private Journal() {}

    /**
     * Enters what was not entered before: an entry whose reference is known changes nothing.
     *
     * @return how many were new
     * @throws Balances.Overdrawn when an account would fall below nothing
     */
    public static int append(Connection connection, List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) return 0;
        List<Entry> fresh = unknown(connection, entries);
        Balances balances =
                balances(connection, fresh.stream().map(Entry::lease).distinct().toList());
        fresh.forEach(balances::apply);
        Map<String, Long> ids = insertEntries(connection, fresh);
        insertLines(connection, fresh, ids);
        return fresh.size();
    }

    /** Where the accounts of these leases stand; their rows are locked until the transaction ends. */
    public static Balances balances(Connection connection, Collection<Bytes32> leases) throws SQLException {
        Map<Account, BigInteger> standing = new HashMap<>();
        Sql.list(
                connection,
                "SELECT lease, account, debit, credit FROM ledger_balance WHERE lease = ANY (?) ORDER BY lease, account FOR UPDATE",
                row -> {
                    Account.Kind kind = Account.Kind.valueOf(row.getString("account"));
                    BigInteger growth = Sql.amount(row, "debit").subtract(Sql.amount(row, "credit"));
                    return standing.put(
                            new Account(kind, Sql.bytes32(row, "lease")),
                            kind.normal() == Side.DEBIT ? growth : growth.negate());
                },
                Column.of("bytea", leases));
        return new Balances(standing);
    }

    /** All that each lease was ever charged, paid out included. Leases never charged are missing. */
    public static Map<Bytes32, BigInteger> charged(Connection connection, Collection<Bytes32> leases)
            throws SQLException {
        return sums(connection, "credit", leases);
    }

    /** All that each lease's seller was paid. Leases never paid for are missing. */
    public static Map<Bytes32, BigInteger> paid(Connection connection, Collection<Bytes32> leases) throws SQLException {
        return sums(connection, "debit", leases);
    }

    private static Map<Bytes32, BigInteger> sums(Connection connection, String side, Collection<Bytes32> leases)
            throws SQLException {
        Map<Bytes32, BigInteger> found = new HashMap<>();
        Sql.list(
                connection,
                "SELECT lease, " + side + " AS amount FROM ledger_balance WHERE account = 'SELLER' AND lease = ANY (?)",
                row -> found.put(Sql.bytes32(row, "lease"), Sql.amount(row, "amount")),
                Column.of("bytea", leases));
        return found;
    }

    private static List<Entry> unknown(Connection connection, List<Entry> entries) throws SQLException {
        Set<String> known = Set.copyOf(Sql.list(
                connection,
                "SELECT reference FROM ledger_entry WHERE reference = ANY (?)",
                row -> row.getString(1),
                Column.of("text", entries, Entry::reference)));
        Map<String, Entry> fresh = new HashMap<>();
        List<Entry> ordered = new ArrayList<>();
        for (Entry entry : entries)
            if (!known.contains(entry.reference()) && fresh.putIfAbsent(entry.reference(), entry) == null)
                ordered.add(entry);
        return ordered;
    }

    private static Map<String, Long> insertEntries(Connection connection, List<Entry> entries) throws SQLException {
        Map<String, Long> ids = new HashMap<>();
        Sql.list(
                connection,
                """
                INSERT INTO ledger_entry (reference, kind, lease, epoch, at)
                SELECT * FROM unnest(?::text[], ?::text[], ?::bytea[], ?::bigint[], ?::timestamptz[])
                RETURNING id, reference
                """,
                row -> ids.put(row.getString("reference"), row.getLong("id")),
                Column.of("text", entries, Entry::reference),
                Column.of("text", entries, Entry::kind),
                Column.of("bytea", entries, Entry::lease),
                Column.of("bigint", entries, Entry::epoch),
                Column.of("timestamptz", entries, Entry::at));
        return ids;
    }

    private record Placed(long entry, int number, Line line) {}

    private static void insertLines(Connection connection, List<Entry> entries, Map<String, Long> ids)
            throws SQLException {
        List<Placed> lines = new ArrayList<>();
        for (Entry entry : entries)
            for (int i = 0; i < entry.lines().size(); i++)
                lines.add(
                        new Placed(ids.get(entry.reference()), i, entry.lines().get(i)));
        Sql.update(
                connection,
                """
                INSERT INTO ledger_line (entry, line, account, lease, side, amount)
                SELECT * FROM unnest(?::bigint[], ?::smallint[], ?::text[], ?::bytea[], ?::text[], ?::numeric[])
                """,
                Column.of("bigint", lines, Placed::entry),
                Column.of("smallint", lines, Placed::number),
                Column.of("text", lines, placed -> placed.line().account().kind()),
                Column.of("bytea", lines, placed -> placed.line().account().lease()),
                Column.of("text", lines, placed -> placed.line().side()),
                Column.of("numeric", lines, placed -> placed.line().amount()));
    }
}
