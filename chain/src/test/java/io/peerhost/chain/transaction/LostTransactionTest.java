package io.peerhost.chain.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was sent and is not where it was: the node or the chain forgot it, or somebody was faster. */
class LostTransactionTest extends SenderFixture {
    @Test
    void shouldFindTheReceiptWhenTheSenderDiedAfterSending() throws Exception {
        peerhost.anvil.cheat("evm_setAutomine", false);
        TransactionSender first = started(patient());
        enqueue(first, "mint", mint(5));
        awaitThat(() -> waitingOnNode() == 1);
        first.close();
        peerhost.anvil.mine(1);
        TransactionSender second = started(patient());
        awaitThat(() -> second.status("mint").orElseThrow() instanceof TransactionStatus.Mined);
        assertThat(holding()).isEqualTo(5);
        assertThat(waitingOnNode()).isZero();
    }

    @Test
    void shouldHandItOverAgainWhenTheNodeForgotIt() throws Exception {
        peerhost.anvil.cheat("evm_setAutomine", false);
        TransactionSender sender = started(patient());
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> waitingOnNode() == 1);
        peerhost.anvil.cheat("anvil_dropAllTransactions");
        peerhost.anvil.cheat("evm_setAutomine", true);
        awaitThat(() -> sender.status("mint").orElseThrow() instanceof TransactionStatus.Mined);
        assertThat(holding()).isEqualTo(5);
    }

    @Test
    void shouldMineItAgainAndSaySoWhenTheChainTakesItsBlockBack() throws Exception {
        TransactionSender sender = started(patient());
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> heard.size() == 1);
        peerhost.anvil.cheat("anvil_reorg", 1, List.of());
        awaitThat(() -> heard.size() >= 2 && sender.pending() == 0);
        assertThat(holding()).isEqualTo(5);
    }

    @Test
    void shouldFillTheHoleWhenTheChainTakesBackAForeignTransactionBelowOurs() throws Exception {
        Object before = snapshot();
        peerhost.send(mint(1));
        TransactionSender sender = started(patient());
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> heard.size() == 1);
        peerhost.anvil.cheat("evm_revert", before);
        awaitThat(() -> heard.size() >= 2 && sender.pending() == 0);
        assertThat(holding()).isEqualTo(5);
    }

    @Test
    void shouldTakeAnotherNonceWhenItsOwnWentToSomebodyElse() throws Exception {
        peerhost.anvil.cheat("evm_setAutomine", false);
        TransactionSender sender = started(patient());
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> waitingOnNode() == 1);
        sender.close();
        peerhost.anvil.cheat("anvil_dropAllTransactions");
        peerhost.anvil.cheat("evm_setAutomine", true);
        peerhost.send(mint(1));
        TransactionSender next = started(patient());
        awaitThat(() -> next.status("mint").orElseThrow() instanceof TransactionStatus.Mined);
        assertThat(holding()).isEqualTo(6);
    }

    @Test
    void shouldRaiseItsFeesWhenItIsStuck() throws Exception {
        peerhost.anvil.cheat("evm_setAutomine", false);
        TransactionSender sender = started(hasty());
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> attempts("mint") >= 3);
        peerhost.anvil.cheat("evm_setAutomine", true);
        peerhost.anvil.mine(1);
        awaitThat(() -> sender.status("mint").orElseThrow() instanceof TransactionStatus.Mined);
        assertThat(holding()).isEqualTo(5);
        assertThat(peerhost.chain.node().transactions(peerhost.operator.address()))
                .isEqualTo(3);
    }

    private SenderSettings hasty() {
        return new SenderSettings(
                1, 64, Duration.ofMillis(20), NEVER, Duration.ofMillis(100), BigInteger.TEN.pow(12), 16);
    }

    private Object snapshot() {
        String answer = peerhost.anvil.cheat("evm_snapshot");
        return answer.substring(answer.lastIndexOf("0x"), answer.lastIndexOf('"'));
    }

    private int attempts(String key) throws SQLException {
        Orders orders = new Orders(peerhost.operator.address());
        return new Database(database)
                .read(orders::sent).stream()
                        .filter(order -> order.key().equals(key))
                        .mapToInt(order -> order.attempts().size())
                        .sum();
    }
}
