package io.peerhost.marketplace.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.peerhost.marketplace.provider.PresenceWatch;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class ReplicasTest {
    private final Person seller = Person.called("seller");
    private final Renting renting = new Renting();

    @Inject
    Replicas replicas;

    @Inject
    AgroalDataSource database;

    /** Each writes the whole row. */
    @Test
    void shouldKeepWhatAnotherWroteWhenAnAgentIsLostAtTheSameMoment() throws Exception {
        renting.giveTokens();
        try (FakeAgent agent = FakeAgent.ready(seller);
                Connection other = database.getConnection();
                Statement writing = other.createStatement()) {
            renting.offer(seller, agent, 10_000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            renting.awaitStages(site, "ACTIVE");
            String lease = renting.site(site, "leases[0].lease");

            other.setAutoCommit(false);
            writing.execute("UPDATE lease SET owed = 7 WHERE id = '" + lease + "'");
            String agentKey = agent.key().address().hex();
            CompletableFuture<Void> lost = CompletableFuture.runAsync(() -> QuarkusTransaction.requiringNew()
                    .run(() -> replicas.lost(new PresenceWatch.AgentsLost(Set.of(agentKey), Instant.now()))));
            await().atMost(FakeAgent.PATIENCE).until(this::somebodyWaits);
            other.commit();
            lost.get(60, TimeUnit.SECONDS);
            assertThat(renting.<String>site(site, "leases[0].owed")).isEqualTo("7");
        }
    }

    private boolean somebodyWaits() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement asking = connection.createStatement();
                ResultSet waiting = asking.executeQuery(
                        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
            return waiting.next();
        }
    }
}
