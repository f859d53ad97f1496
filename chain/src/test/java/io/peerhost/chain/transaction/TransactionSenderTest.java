package io.peerhost.chain.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TransactionSenderTest extends SenderFixture {
    @Test
    void shouldMineEachOnceWhenManyAreEnqueuedAndSomeTwice() throws Exception {
        TransactionSender sender = started(patient());
        for (int i = 0; i < 40; i++) enqueue(sender, "mint-" + i / 2, mint(1));
        awaitThat(() -> sender.pending() == 0);
        assertThat(holding()).isEqualTo(20);
        assertThat(heard).hasSize(20).allMatch(TransactionStatus.Mined.class::isInstance);
        assertThat(sender.status("mint-7")).get().isInstanceOf(TransactionStatus.Mined.class);
        assertThat(sender.status("mint-20")).isEmpty();
    }

    @Test
    void shouldSendNothingWhenTheCallersTransactionIsRolledBack() throws Exception {
        TransactionSender sender = started(patient());
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            sender.enqueue(connection, "undone", mint(1));
            connection.rollback();
        }
        enqueue(sender, "done", mint(2));
        awaitThat(() -> sender.pending() == 0);
        assertThat(holding()).isEqualTo(2);
        assertThat(sender.status("undone")).isEmpty();
    }

    @Test
    void shouldCallTheListenerAgainWhenItFailed() throws Exception {
        TransactionSender sender = started(peerhost.operator, patient(), (connection, key, status) -> {
            heard.add(status);
            if (heard.size() == 1) throw new SQLException("the listener's own trouble");
        });
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> sender.pending() == 0);
        assertThat(heard).hasSize(2);
        assertThat(holding()).isEqualTo(5);
    }

    @Test
    void shouldWaitForAllConfirmationsWhenTheyAreMany() throws Exception {
        TransactionSender sender = started(patient().withConfirmations(3));
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> holding() == 5);
        assertThat(heard).isEmpty();
        peerhost.anvil.mine(2);
        awaitThat(() -> heard.size() == 1);
    }

    @Test
    void shouldSendEachOnceWhenTwoProcessesShareAKey() throws Exception {
        TransactionSender one = started(patient());
        started(patient());
        for (int i = 0; i < 10; i++) enqueue(one, "mint-" + i, mint(1));
        awaitThat(() -> one.pending() == 0);
        one.close();
        enqueue(one, "last", mint(1));
        awaitThat(() -> one.pending() == 0);
        assertThat(holding()).isEqualTo(11);
        assertThat(heard).hasSize(11);
    }
}
