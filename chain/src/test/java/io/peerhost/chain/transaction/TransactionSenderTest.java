package io.peerhost.chain.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerhost.chain.call.Call;
import io.peerhost.chain.contract.TestToken;
import io.peerhost.chain.node.Fees;
import io.peerhost.chain.node.Node;
import io.peerhost.chain.testchain.Anvil;
import io.peerhost.chain.testchain.Peerhost;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Hash;
import org.web3j.protocol.Web3j;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;
import org.web3j.utils.Numeric;

class TransactionSenderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Address HOLDER = Address.of("0x" + "ab".repeat(20));
    private static EmbeddedPostgres postgres;
    private static DataSource database;
    private final List<TransactionSender> senders = new ArrayList<>();
    private final List<TransactionStatus> heard = new CopyOnWriteArrayList<>();
    private Peerhost peerhost;

    @BeforeAll
    static void startDatabase() throws Exception {
        postgres = EmbeddedPostgres.start();
        database = postgres.getPostgresDatabase();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                InputStream tables =
                        TransactionSender.class.getResourceAsStream("/db/chain/V0_2__chain_transactions.sql")) {
            statement.execute(new String(tables.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void startChain() throws Exception {
        peerhost = new Peerhost(new Anvil(), Duration.ZERO);
    }

    @AfterEach
    void stop() {
        senders.forEach(TransactionSender::close);
        peerhost.close();
    }

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

    @Test
    void shouldSayWhyAndSendNothingWhenACallWouldRevert() throws Exception {
        SigningKey stranger = peerhost.anvil.richKey();
        TransactionSender sender = started(stranger, patient(), (connection, key, status) -> heard.add(status));
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> heard.size() == 1);
        assertThat(sender.status("mint")).get().isInstanceOfSatisfying(TransactionStatus.Reverted.class, reverted -> {
            assertThat(reverted.reason()).startsWith("AccessControlUnauthorizedAccount(" + stranger.address());
            assertThat(reverted.hash()).isEmpty();
        });
        assertThat(peerhost.chain.node().transactions(stranger.address())).isZero();
    }

    @Test
    void shouldSayWhyWhenItRevertsInTheChain() throws Exception {
        SigningKey minter = peerhost.anvil.richKey();
        peerhost.send(role(true, minter.address()));
        peerhost.anvil.cheat("evm_setAutomine", false);
        TransactionSender sender = started(minter, patient(), (connection, key, status) -> heard.add(status));
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> peerhost.chain.node().pendingTransactions(minter.address()) == 1);
        sendAhead(role(false, minter.address()));
        peerhost.anvil.mine(1);
        awaitThat(() -> heard.size() == 1);
        assertThat(heard.getFirst()).isInstanceOfSatisfying(TransactionStatus.Reverted.class, reverted -> {
            assertThat(reverted.reason()).startsWith("AccessControlUnauthorizedAccount(");
            assertThat(reverted.hash()).isPresent();
        });
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

    private SenderSettings patient() {
        return new SenderSettings(
                1, 64, Duration.ofMillis(20), Duration.ofMillis(200), NEVER, BigInteger.TEN.pow(12), 16);
    }

    private SenderSettings hasty() {
        return new SenderSettings(
                1, 64, Duration.ofMillis(20), NEVER, Duration.ofMillis(100), BigInteger.TEN.pow(12), 16);
    }

    private TransactionSender started(SenderSettings settings) {
        return started(peerhost.operator, settings, (connection, key, status) -> heard.add(status));
    }

    private TransactionSender started(SigningKey key, SenderSettings settings, TransactionListener listener) {
        TransactionSender sender = new TransactionSender(database, key, peerhost.settings, settings, Clock.systemUTC());
        senders.add(sender);
        sender.start(listener);
        return sender;
    }

    private void enqueue(TransactionSender sender, String key, Call call) throws SQLException {
        try (Connection connection = database.getConnection()) {
            sender.enqueue(connection, key, call);
        }
    }

    private Call mint(long amount) {
        return peerhost.calls.mint(HOLDER, BigInteger.valueOf(amount));
    }

    private long holding() {
        return peerhost.chain.balance(HOLDER).longValueExact();
    }

    private long waitingOnNode() {
        Node node = peerhost.chain.node();
        Address operator = peerhost.operator.address();
        return node.pendingTransactions(operator) - node.transactions(operator);
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

    /** Gives or takes the minter's role. */
    private Call role(boolean grant, Address account) {
        Web3j node = peerhost.chain.node().web3j();
        TestToken token = TestToken.load(
                peerhost.settings.token().hex(),
                node,
                new ReadonlyTransactionManager(node, Address.ZERO.hex()),
                new DefaultGasProvider());
        byte[] minter = Hash.sha3("MINTER".getBytes(StandardCharsets.UTF_8));
        String data = (grant ? token.grantRole(minter, account.hex()) : token.revokeRole(minter, account.hex()))
                .encodeFunctionCall();
        return new Call(peerhost.settings.token(), Numeric.hexStringToByteArray(data));
    }

    /** Sends for so much that the next block has it first. */
    private void sendAhead(Call call) {
        Node node = peerhost.chain.node();
        BigInteger much = BigInteger.TEN.pow(11);
        SigningKey operator = peerhost.operator;
        node.send(SignedTransaction.sign(
                        operator,
                        peerhost.settings.chainId(),
                        node.transactions(operator.address()),
                        200_000,
                        call,
                        new Fees(much, much))
                .raw());
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(30)).until(condition);
    }
}
