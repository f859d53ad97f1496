package io.peerhost.billing.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerhost.billing.BillingDatabase;
import io.peerhost.billing.journal.Journal;
import io.peerhost.billing.ledger.Account.Kind;
import io.peerhost.billing.ledger.Balances;
import io.peerhost.billing.rating.Rating;
import io.peerhost.chain.transaction.SenderSettings;
import io.peerhost.chain.transaction.TransactionListener;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.messaging.Transactions;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.settlement.SettlementEvent;
import io.peerhost.protocol.settlement.SettlementEvent.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger, a chain and what settles between them, for tests. */
abstract class SettlementParts {
    final DataSource database = BillingDatabase.create("settlement");
    final Transactions transactions = BillingDatabase.transactions(database);
    final Clock clock = Clock.systemUTC();
    final TestChain contracts = new TestChain(Duration.ZERO);
    final Instant start = contracts.chain.node().time().plusSeconds(60);
    final TestLeases leases = new TestLeases(transactions, contracts, clock, start);
    TransactionSender sender;
    Settlement settlement;

    @BeforeEach
    void startUp() {
        sender = new TransactionSender(
                database, contracts.settler, contracts.chain.settings(), SenderSettings.local(), clock);
        settlement = settlement(2);
        sender.start(TransactionListener.NONE);
    }

    @AfterEach
    void shutDown() {
        sender.close();
        contracts.close();
    }

    Settlement settlement(int claimBatch) {
        return new Settlement(
                database,
                contracts.chain,
                sender,
                new Settlement.Terms(
                        new EpochLength(Duration.ofDays(100_000), Duration.ZERO), new Rating(105), claimBatch, 0, 1),
                clock);
    }

    /** Lets the chain's own doings reach the ledger. */
    void catchUp() throws SQLException {
        long head = contracts.chain.node().head();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            settlement.step();
            try (Connection connection = database.getConnection()) {
                return Sql.number(connection, "SELECT next_block FROM chain_cursor") > head;
            }
        });
    }

    void settle(long epoch) throws SQLException {
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            settlement.step();
            return stage(epoch) == Stage.CLAIMED;
        });
        catchUp();
    }

    Stage stage(long epoch) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Stage.valueOf(
                    Sql.first(connection, "SELECT stage FROM epoch WHERE number = ?", row -> row.getString(1), epoch)
                            .orElseThrow());
        }
    }

    Balances balances(Bytes32 lease) throws SQLException {
        Balances[] found = new Balances[1];
        transactions.run(connection -> found[0] = Journal.balances(connection, List.of(lease)));
        return found[0];
    }

    void sameAsChain(Bytes32 lease) throws SQLException {
        var state = contracts.chain.lease(lease).orElseThrow();
        try (Connection connection = database.getConnection()) {
            assertThat(Optional.ofNullable(
                            Journal.paid(connection, List.of(lease)).get(lease)))
                    .contains(state.claimed());
        }
        assertThat(balances(lease).of(Kind.ESCROW, lease)).isEqualTo(state.held());
        assertThat(balances(lease).covers(lease)).isTrue();
    }

    /** What was told of epochs. */
    List<String> told() throws SQLException {
        return events().stream()
                .filter(event -> event.epoch() > 0)
                .map(event -> event.epoch() + " " + event.stage())
                .toList();
    }

    List<SettlementEvent> events() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT value FROM outbox WHERE topic = 'settlements' ORDER BY id",
                    row -> Json.read(row.getString(1), SettlementEvent.class));
        }
    }
}
