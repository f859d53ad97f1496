package io.peerhost.billing.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.peerhost.billing.BillingDatabase;
import io.peerhost.billing.ledger.Account.Kind;
import io.peerhost.billing.ledger.Balances;
import io.peerhost.billing.ledger.Entry;
import io.peerhost.messaging.Transactions;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database itself holds the ledger: these go round the code on purpose. */
class JournalTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static DataSource database;
    private static Transactions transactions;

    private final Bytes32 lease = Bytes32.random(new SecureRandom());

    @BeforeAll
    static void create() {
        database = BillingDatabase.create("journal");
        transactions = BillingDatabase.transactions(database);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE ledger_entry SET at = now()",
                "UPDATE ledger_line SET amount = amount + 1",
                "DELETE FROM ledger_line",
                "DELETE FROM ledger_entry",
                "TRUNCATE ledger_line",
                "TRUNCATE ledger_entry CASCADE"
            })
    void shouldRefuseWhenSomebodyChangesTheLedger(String attack) throws SQLException {
        append(Entry.deposit(lease, BigInteger.TEN, NOW));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> transactions.run(connection -> Sql.update(connection, attack)))
                .withMessageContaining("append-only");
        assertThat(balances().of(Kind.ESCROW, lease)).isEqualTo(10);
    }

    @Test
    void shouldRefuseAtCommitWhenAnEntryIsNotBalanced() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> transactions.run(connection -> {
                    long entry = entry(connection);
                    line(connection, entry, 0, "RENTER", "DEBIT", 10);
                    line(connection, entry, 1, "SELLER", "CREDIT", 9);
                }))
                .withMessageContaining("not balanced");
    }

    @Test
    void shouldRefuseAtCommitWhenAnEntryHasNoLines() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> transactions.run(this::entry))
                .withMessageContaining("not balanced");
    }

    @Test
    void shouldRefuseAtCommitWhenALineIsAddedToAnOldEntry() throws SQLException {
        append(Entry.deposit(lease, BigInteger.TEN, NOW));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> transactions.run(connection -> line(
                        connection,
                        Sql.number(connection, "SELECT max(id) FROM ledger_entry WHERE lease = ?", lease),
                        2,
                        "SELLER",
                        "CREDIT",
                        1)))
                .withMessageContaining("not balanced");
    }

    @Test
    void shouldEnterTheSameThingOnceWhenItIsToldAgain() throws SQLException {
        Entry deposit = Entry.deposit(lease, BigInteger.valueOf(100), NOW);
        Entry charge = Entry.charge(lease, 1, BigInteger.valueOf(30), NOW);
        append(deposit, charge, charge);
        append(charge, deposit);
        append(Entry.payout(lease, BigInteger.valueOf(30), BigInteger.valueOf(30), NOW));
        assertThat(balances().of(Kind.RENTER, lease)).isEqualTo(70);
        assertThat(balances().of(Kind.SELLER, lease)).isZero();
        assertThat(balances().covers(lease)).isTrue();
        try (Connection connection = database.getConnection()) {
            assertThat(Journal.charged(connection, List.of(lease))).containsEntry(lease, BigInteger.valueOf(30));
            assertThat(Journal.paid(connection, List.of(lease))).containsEntry(lease, BigInteger.valueOf(30));
        }
    }

    @Test
    void shouldEnterNothingWhenAnAccountWouldBeOverdrawn() throws SQLException {
        append(Entry.deposit(lease, BigInteger.TEN, NOW));
        assertThatExceptionOfType(Balances.Overdrawn.class)
                .isThrownBy(() -> append(Entry.charge(lease, 1, BigInteger.valueOf(11), NOW)));
        assertThat(balances().of(Kind.RENTER, lease)).isEqualTo(10);
    }

    private void append(Entry... entries) throws SQLException {
        transactions.run(connection -> Journal.append(connection, List.of(entries)));
    }

    private Balances balances() throws SQLException {
        Balances[] found = new Balances[1];
        transactions.run(connection -> found[0] = Journal.balances(connection, List.of(lease)));
        return found[0];
    }

    private long entry(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "INSERT INTO ledger_entry (reference, kind, lease, at) VALUES (?, 'DEPOSIT', ?, ?) RETURNING id",
                        row -> row.getLong(1),
                        Bytes32.random(new SecureRandom()).hex(),
                        lease,
                        NOW)
                .orElseThrow();
    }

    private void line(Connection connection, long entry, int number, String account, String side, long amount)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO ledger_line VALUES (?, ?, ?, ?, ?, ?)",
                entry,
                number,
                account,
                lease,
                side,
                BigInteger.valueOf(amount));
    }
}
