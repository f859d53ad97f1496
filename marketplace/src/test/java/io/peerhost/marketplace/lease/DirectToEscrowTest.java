package io.peerhost.marketplace.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.call.Call;
import io.peerhost.chain.node.Chain;
import io.peerhost.marketplace.change.Events;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.RefusingToken;
import io.peerhost.marketplace.stack.Renting;
import io.peerhost.marketplace.wallet.Transactions;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.CloseRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others send to the escrow, past the portal. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class DirectToEscrowTest {
    private final Person seller = Person.called("seller");
    private final Renting renting = new Renting();

    @Inject
    LeaseWorker worker;

    @Inject
    LeaseMoves moves;

    @Inject
    Transactions transactions;

    @Inject
    Events events;

    @Inject
    Chain chain;

    @Inject
    ChainSettings contracts;

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void giveTokens() {
        renting.giveTokens();
    }

    @Test
    void shouldGiveTheDepositBackWhenSomebodyHasAFailedLeaseOpened() throws SQLException {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            renting.offer(seller, agent, 10_000);
            Bytes32 lease;
            byte[] opening;
            try (RefusingToken _ = RefusingToken.moving()) {
                String site = renting.order(1).then().statusCode(201).extract().path("name");
                lease = new Bytes32(renting.site(site, "leases[0].lease"));
                await().atMost(FakeAgent.PATIENCE).until(() -> refused(lease).isPresent());
                opening = refused(lease).orElseThrow();
                QuarkusTransaction.requiringNew()
                        .run(() -> moves.move(
                                Lease.locked(lease.hex()).orElseThrow(), new LeaseState.Offered().failed("a test")));
            }
            QuarkusTransaction.requiringNew()
                    .run(() -> transactions.enqueue("test:" + lease, new Call(contracts.escrow(), opening)));
            await().atMost(FakeAgent.PATIENCE).until(() -> chain.lease(lease).isPresent());
            await().atMost(FakeAgent.PATIENCE).until(() -> {
                worker.look(lease.hex());
                return chain.lease(lease).orElseThrow().withdrawn();
            });
            renting.awaitBalance(Renting.GIFT);
        }
    }

    @Test
    void shouldEndALeaseWhenTheEscrowWasAskedForItsEnd() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            renting.offer(seller, agent, 10_000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            renting.awaitStages(site, "ACTIVE");
            Bytes32 lease = new Bytes32(renting.site(site, "leases[0].lease"));
            QuarkusTransaction.requiringNew()
                    .run(() -> events.add(
                            CloseRequest.TOPIC,
                            lease.hex(),
                            new CloseRequest(UUID.randomUUID(), lease, Instant.now())));
            renting.awaitStages(site, "CLOSED");
            assertThat(renting.<String>site(site, "leases[0].reason")).contains("escrow");
        }
    }

    /** The call of an opening that the escrow refused. */
    private Optional<byte[]> refused(Bytes32 lease) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.first(
                    connection,
                    "SELECT data FROM chain_transaction WHERE key LIKE ? AND state = 'reverted' ORDER BY id DESC",
                    row -> row.getBytes(1),
                    "lease-open:" + lease + ":%");
        }
    }
}
