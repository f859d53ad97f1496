package io.peerhost.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.billing.BillingDatabase;
import io.peerhost.billing.journal.Journal;
import io.peerhost.billing.ledger.Entry;
import io.peerhost.messaging.Transactions;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.billing.Earnings;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SellerEarningsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:02:00Z");
    private static DataSource database;
    private static Transactions transactions;

    private final UUID seller = UUID.randomUUID();

    @BeforeAll
    static void create() {
        database = BillingDatabase.create("earnings");
        transactions = BillingDatabase.transactions(database);
    }

    @Test
    void shouldAddUpEverythingWhenThereWasMoreThanAPageOfIt() throws SQLException {
        Bytes32 lease = lease(seller);
        List<Entry> entries = new ArrayList<>(List.of(Entry.deposit(lease, amount(10_000), NOW)));
        for (int epoch = 1; epoch <= 2 * StatementLine.HIGHEST; epoch++)
            entries.add(Entry.charge(lease, epoch, amount(3), NOW));
        entries.add(Entry.payout(lease, amount(2_900), amount(2_900), NOW));
        append(entries);
        append(List.of(Entry.deposit(lease(UUID.randomUUID()), amount(77), NOW)));

        assertThat(earnings()).isEqualTo(new Earnings(amount(3_000), amount(2_900), List.of()));
    }

    @Test
    void shouldNotCountAsPaidWhatWasForfeited() throws SQLException {
        Bytes32 lease = lease(seller);
        append(List.of(
                Entry.deposit(lease, amount(100), NOW),
                Entry.charge(lease, 1, amount(60), NOW),
                Entry.payout(lease, amount(40), amount(40), NOW),
                Entry.forfeit(lease, amount(20), NOW),
                Entry.refund(lease, amount(60), NOW)));

        assertThat(earnings()).isEqualTo(new Earnings(amount(40), amount(40), List.of()));
    }

    @Test
    void shouldTellWhatTheLastDayBroughtInFromAllLeases() throws SQLException {
        epoch(1, NOW.minus(Duration.ofHours(25)), lease(seller));
        epoch(2, NOW.minusSeconds(60), lease(seller), lease(seller), lease(UUID.randomUUID()));

        assertThat(earnings().lastDay())
                .containsExactly(new Earnings.Charged(Instant.parse("2026-11-27T10:00:00Z"), amount(10)));
    }

    private Earnings earnings() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return SellerEarnings.of(connection, seller, NOW);
        }
    }

    private static BigInteger amount(long units) {
        return BigInteger.valueOf(units);
    }

    private static void append(List<Entry> entries) throws SQLException {
        transactions.run(connection -> Journal.append(connection, entries));
    }

    private static Bytes32 lease(UUID seller) throws SQLException {
        Bytes32 lease = Bytes32.random(new SecureRandom());
        transactions.run(connection -> Sql.update(connection, """
                INSERT INTO lease VALUES (?, 1, 'ACTIVE', gen_random_uuid(), 'blog', gen_random_uuid(), 0,
                    decode(repeat('11', 20), 'hex'), ?, 1000, 1, 1, 1, 1, 1, 1)""", lease, seller));
        return lease;
    }

    private static void epoch(long number, Instant closedAt, Bytes32... leases) throws SQLException {
        transactions.run(connection -> {
            Sql.update(
                    connection,
                    """
                    INSERT INTO epoch (number, starts_at, ends_at, stage, root, leases, charged, closed_at)
                    VALUES (?, ?, ?, 'CLOSED', ?, ?, 5, ?)""",
                    number,
                    closedAt.minusSeconds(60),
                    closedAt,
                    Bytes32.ZERO,
                    leases.length,
                    closedAt);
            for (Bytes32 lease : leases)
                Sql.update(connection, "INSERT INTO epoch_leaf VALUES (?, ?, 5, 5, 10, 0)", number, lease);
        });
    }
}
