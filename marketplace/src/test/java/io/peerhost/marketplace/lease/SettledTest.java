package io.peerhost.marketplace.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.agroal.api.AgroalDataSource;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.settlement.SettlementEvent;
import io.peerhost.protocol.settlement.SettlementEvent.Stage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What billing says that leases owe. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class SettledTest {
    private final Person seller = Person.called("seller");
    private final Renting renting = new Renting();

    @Inject
    LeaseFeeds feeds;

    @Inject
    AgroalDataSource database;

    @Inject
    EntityManager entities;

    @Test
    void shouldOweTheMostThatWasToldAndEndWhenThatIsTheDeposit() {
        renting.giveTokens();
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            renting.offer(seller, agent, 10_000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            renting.awaitStages(site, "ACTIVE");
            Bytes32 lease = new Bytes32(renting.site(site, "leases[0].lease"));

            settle(Stage.CLOSED, lease, 7);
            settle(Stage.CLOSED, lease, 3);
            assertThat(renting.<String>site(site, "leases[0].owed")).isEqualTo("7");
            settle(Stage.CLOSED, lease, 5_000_000);
            assertThat(renting.<String>site(site, "leases[0].stage")).isNotEqualTo("ACTIVE");
            assertThat(renting.<String>site(site, "leases[0].reason")).contains("used up");
        }
    }

    @Test
    void shouldWaitForNobodyWhenAnEventTellsNothingNew() throws SQLException {
        renting.giveTokens();
        try (FakeAgent agent = FakeAgent.ready(seller);
                Connection other = database.getConnection();
                Statement holding = other.createStatement()) {
            renting.offer(seller, agent, 10_000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            renting.awaitStages(site, "ACTIVE");
            Bytes32 lease = new Bytes32(renting.site(site, "leases[0].lease"));
            settle(Stage.CLOSED, lease, 7);

            other.setAutoCommit(false);
            holding.execute("SELECT FROM lease WHERE id = '" + lease + "' FOR UPDATE");
            assertThatCode(() -> settle(Stage.CLAIMED, lease, 7)).doesNotThrowAnyException();
            other.rollback();
        }
    }

    private void settle(Stage stage, Bytes32 lease, long owed) {
        SettlementEvent event = new SettlementEvent(
                UUID.randomUUID(),
                1,
                stage,
                Bytes32.ZERO,
                null,
                List.of(new SettlementEvent.Amount(lease, BigInteger.valueOf(owed))),
                Instant.now(),
                null);
        QuarkusTransaction.requiringNew().run(() -> {
            entities.createNativeQuery("SET LOCAL lock_timeout = '2s'").executeUpdate();
            feeds.settled(event);
        });
    }
}
