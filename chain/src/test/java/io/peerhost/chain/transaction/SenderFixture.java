package io.peerhost.chain.transaction;

import static org.awaitility.Awaitility.await;

import io.peerhost.chain.call.Call;
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

/** A sender with a chain and a database of its own, and what tests ask of them. */
abstract class SenderFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    static final Duration NEVER = Duration.ofHours(1);
    private static final Address HOLDER = Address.of("0x" + "ab".repeat(20));
    private static EmbeddedPostgres postgres;
    static DataSource database;
    private final List<TransactionSender> senders = new ArrayList<>();
    final List<TransactionStatus> heard = new CopyOnWriteArrayList<>();
    Peerhost peerhost;

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

    final SenderSettings patient() {
        return new SenderSettings(
                1, 64, Duration.ofMillis(20), Duration.ofMillis(200), NEVER, BigInteger.TEN.pow(12), 16);
    }

    final TransactionSender started(SenderSettings settings) {
        return started(peerhost.operator, settings, (connection, key, status) -> heard.add(status));
    }

    final TransactionSender started(SigningKey key, SenderSettings settings, TransactionListener listener) {
        TransactionSender sender = new TransactionSender(database, key, peerhost.settings, settings, Clock.systemUTC());
        senders.add(sender);
        sender.start(listener);
        return sender;
    }

    final void enqueue(TransactionSender sender, String key, Call call) throws SQLException {
        try (Connection connection = database.getConnection()) {
            sender.enqueue(connection, key, call);
        }
    }

    final Call mint(long amount) {
        return peerhost.calls.mint(HOLDER, BigInteger.valueOf(amount));
    }

    final long holding() {
        return peerhost.chain.balance(HOLDER).longValueExact();
    }

    final long waitingOnNode() {
        Node node = peerhost.chain.node();
        Address operator = peerhost.operator.address();
        return node.pendingTransactions(operator) - node.transactions(operator);
    }

    static void awaitThat(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(30)).until(condition);
    }
}
