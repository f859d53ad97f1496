package io.peerhost.billing.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.billing.ledger.Account.Kind;
import io.peerhost.chain.transaction.SenderSettings;
import io.peerhost.chain.transaction.TransactionListener;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.settlement.SettlementEvent.Stage;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From records to tokens on a real chain: what the ledger says is what arrives. */
class SettlementTest extends SettlementParts {
    @Test
    void shouldPayTheSellerExactlyWhatTheLedgerSaysEpochAfterEpoch() throws SQLException {
        Bytes32 busy = leases.open(10_000_000);
        Bytes32 quiet = leases.open(10_000_000);
        Bytes32 small = leases.open(70_000);
        catchUp();
        assertThat(settlement.close(start))
                .as("the first time only sets the start")
                .isEmpty();
        assertThat(settlement.close(start.plusSeconds(30)))
                .as("nothing to charge")
                .isEmpty();

        leases.use(busy, 1, 30, 500);
        leases.use(quiet, 1, 10, 0);
        leases.use(small, 1, 60, 50_000);
        assertThat(settlement.close(start.plusSeconds(100))).contains(1L);
        assertThat(settlement.close(start.plusSeconds(100)))
                .as("closed already")
                .isEmpty();
        settle(1);
        BigInteger first = BigInteger.valueOf(30_500 + 10_000 + 70_000);
        assertThat(contracts.balance(contracts.seller)).isEqualTo(first);
        assertThat(balances(busy).of(Kind.RENTER, busy)).isEqualTo(10_000_000 - 30_500);
        assertThat(balances(small).of(Kind.RENTER, small))
                .as("never above the deposit")
                .isZero();

        leases.use(busy, 2, 60, 900);
        assertThat(settlement.close(start.plusSeconds(200))).contains(2L);
        settle(2);
        assertThat(contracts.balance(contracts.seller)).isEqualTo(first.add(BigInteger.valueOf(30_400)));
        for (Bytes32 lease : List.of(busy, quiet, small)) sameAsChain(lease);
        assertThat(told()).containsExactly("1 CLOSED", "1 POSTED", "1 CLAIMED", "2 CLOSED", "2 POSTED", "2 CLAIMED");
    }

    @Test
    void shouldGoOnWhereItStoodWhenItIsKilledBetweenAnyTwoSteps() throws SQLException {
        Bytes32 lease = leases.open(1_000_000);
        catchUp();
        settlement.close(start);
        leases.use(lease, 1, 30, 0);
        settlement.close(start.plusSeconds(100));
        for (int life = 0; stage(1) != Stage.CLAIMED; life++) {
            assertThat(life).as("lives").isLessThan(400);
            sender.close();
            sender = new TransactionSender(
                    database, contracts.settler, contracts.chain.settings(), SenderSettings.local(), clock);
            settlement = settlement(2);
            if (life % 2 == 1) sender.start(TransactionListener.NONE);
            pause();
            settlement.step();
            settlement(1).step();
        }
        settle(1);
        assertThat(contracts.balance(contracts.seller)).isEqualTo(30_000);
        sameAsChain(lease);
        assertThat(told()).containsExactly("1 CLOSED", "1 POSTED", "1 CLAIMED");
    }

    @Test
    void shouldBillWhatComesLateInALaterEpochAndNeverEditAClosedOne() throws SQLException {
        Bytes32 lease = leases.open(1_000_000);
        catchUp();
        settlement.close(start);
        leases.use(lease, 1, 30, 0);
        settlement.close(start.plusSeconds(100));
        leases.use(lease, 2, 50, 0);
        assertThat(settlement.close(start.plusSeconds(200))).contains(2L);
        assertThat(settlement.close(start.plusSeconds(300))).as("nothing new").isEmpty();
        try (Connection connection = database.getConnection()) {
            assertThat(Sql.list(connection, "SELECT charged FROM epoch_leaf ORDER BY epoch", row -> Sql.amount(
                                    row, "charged")
                            .longValue()))
                    .containsExactly(30_000L, 20_000L);
        }
        settle(2);
        assertThat(contracts.balance(contracts.seller)).isEqualTo(50_000);
    }

    @Test
    void shouldTellWhatStandsBehindAnAmountWhenALaterEpochCarriesItOn() throws SQLException {
        Bytes32 unclaimed = leases.open(1_000_000);
        Bytes32 other = leases.open(1_000_000);
        catchUp();
        settlement.close(start);
        leases.use(unclaimed, 1, 30, 500);
        settlement.close(start.plusSeconds(100));
        leases.use(other, 1, 20, 0);
        assertThat(settlement.close(start.plusSeconds(200))).contains(2L);
        try (Connection connection = database.getConnection()) {
            assertThat(Sql.list(
                            connection,
                            "SELECT * FROM epoch_leaf WHERE lease = ? ORDER BY epoch",
                            row -> "%d charged %d: %d s, %d bytes"
                                    .formatted(
                                            row.getLong("epoch"),
                                            row.getLong("charged"),
                                            row.getLong("up_seconds"),
                                            row.getLong("egress_bytes")),
                            unclaimed))
                    .containsExactly("1 charged 30500: 30 s, 500 bytes", "2 charged 0: 30 s, 500 bytes");
        }
    }

    @Test
    void shouldGiveTheRenterTheRestAndStopBillingWhenALeaseIsWithdrawn() throws SQLException {
        Bytes32 lease = leases.open(1_000_000);
        catchUp();
        settlement.close(start);
        leases.use(lease, 1, 30, 0);
        settlement.close(start.plusSeconds(100));
        settle(1);
        contracts.close(lease);
        leases.use(lease, 2, 60, 0);
        catchUp();
        assertThat(settlement.close(start.plusSeconds(200)))
                .as("nothing can be paid any more")
                .isEmpty();
        assertThat(contracts.balance(contracts.renter)).isEqualTo(970_000);
        sameAsChain(lease);
        assertThat(balances(lease).of(Kind.ESCROW, lease)).isZero();
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
