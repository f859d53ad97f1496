package io.peerhost.billing.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerhost.billing.ledger.Account.Kind;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.CloseRequest;
import io.peerhost.protocol.settlement.SettlementEvent;
import io.peerhost.protocol.settlement.SettlementEvent.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The chain refuses what it is told, or knows more than the database: money still arrives. */
class SettlementTroubleTest extends SettlementParts {
    @Test
    void shouldPayInTheNextEpochWhenTheChainRefusesARoot() throws SQLException {
        Bytes32 lease = chargedOnce();
        contracts.post(1);
        payInTheSecondOf(lease);
    }

    @Test
    void shouldPayInTheNextEpochWhenTheChainRefusesAClaim() throws SQLException {
        Bytes32 lease = chargedOnce();
        transactions.run(connection -> Sql.update(connection, "UPDATE epoch_leaf SET cumulative = cumulative + 1"));
        payInTheSecondOf(lease);
    }

    @Test
    void shouldNumberAnEpochAboveThoseOfTheChainWhenTheDatabaseKnowsFewer() throws SQLException {
        contracts.post(7);
        Bytes32 lease = leases.open(1_000_000);
        catchUp();
        settlement.close(start);
        leases.use(lease, 1, 30, 0);
        assertThat(settlement.close(start.plusSeconds(100))).contains(8L);
    }

    @Test
    void shouldTellUntilWhenAllIsPaidThoughNothingIsCharged() throws SQLException {
        chargedOnce();
        settlement.close(start.plusSeconds(200));
        startUp();
        settle(1);
        settlement.close(start.plusSeconds(300));
        assertThat(events().stream()
                        .filter(event -> event.stage() == Stage.CLAIMED)
                        .map(SettlementEvent::until))
                .as("nothing while an epoch is on its way")
                .containsExactly(start, start.plusSeconds(100), start.plusSeconds(300));
    }

    @Test
    void shouldReadBlocksAgainWhenTheChainTookBackThoseItFollowed() throws SQLException {
        catchUp();
        Bytes32 lease = leases.open(1_000_000);
        transactions.run(connection -> Sql.update(
                connection,
                "UPDATE chain_cursor SET next_block = ?, block_hash = ?",
                contracts.chain.node().head() + 1,
                Bytes32.ZERO));
        catchUp();
        assertThat(balances(lease).of(Kind.ESCROW, lease)).isEqualTo(1_000_000);
    }

    /** As when the database was restored from a copy that is older than the last payment. */
    @Test
    void shouldPutAsideAPaymentThatTheLedgerHasNoMoneyForUntilItHas() throws SQLException {
        Bytes32 paid = leases.open(1_000_000);
        catchUp();
        settlement.close(start);
        contracts.pay(1, paid, 10_000);
        Bytes32 other = leases.open(500_000);
        catchUp();
        assertThat(balances(other).of(Kind.ESCROW, other))
                .as("others are followed")
                .isEqualTo(500_000);
        assertThat(aside()).isEqualTo(1);
        assertThat(balances(paid).covers(paid)).isTrue();

        leases.use(paid, 1, 30, 0);
        settlement.close(start.plusSeconds(100));
        catchUp();
        assertThat(aside()).isZero();
        sameAsChain(paid);
    }

    @Test
    void shouldTellWhenTheEscrowWasAskedForTheEndOfALease() throws SQLException {
        Bytes32 lease = leases.open(1_000_000);
        contracts.close(lease);
        catchUp();
        try (Connection connection = database.getConnection()) {
            assertThat(Sql.list(connection, "SELECT value FROM outbox WHERE topic = 'close-requests'", row -> Json.read(
                                    row.getString(1), CloseRequest.class)
                            .lease()))
                    .containsExactly(lease);
        }
    }

    private long aside() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.number(connection, "SELECT count(*) FROM ledger_aside");
        }
    }

    /** The first epoch is closed, and its root still here. */
    private Bytes32 chargedOnce() throws SQLException {
        Bytes32 lease = leases.open(1_000_000);
        catchUp();
        settlement.close(start);
        sender.close();
        leases.use(lease, 1, 30, 0);
        settlement.close(start.plusSeconds(100));
        return lease;
    }

    /** With nothing more to charge. */
    private void payInTheSecondOf(Bytes32 lease) throws SQLException {
        startUp();
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            settlement.step();
            return settlement.close(Instant.now().plus(Duration.ofDays(1))).isPresent();
        });
        settle(2);
        assertThat(contracts.balance(contracts.seller)).isEqualTo(30_000);
        sameAsChain(lease);
    }
}
