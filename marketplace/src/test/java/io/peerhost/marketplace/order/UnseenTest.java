package io.peerhost.marketplace.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.peerhost.marketplace.change.Events;
import io.peerhost.marketplace.lease.LeaseFeeds;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.metering.WitnessRecord;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents that say they serve, and edges that look. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class UnseenTest {
    private static final Hash ROOT = Hash.ofContent("a release".getBytes());

    private final Renting renting = new Renting();
    private final Person first = Person.called("first");
    private final Person second = Person.called("second");
    private final Person third = Person.called("third");
    private long slot = WitnessRecord.slotOf(Instant.now());

    @Inject
    LeaseFeeds feeds;

    @Inject
    Events events;

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void giveTokens() {
        renting.giveTokens();
    }

    @Test
    void shouldMoveAReplicaToItsSellersDiscreditWhenTheEdgeSeesAnotherAndNotIt() throws SQLException {
        try (FakeAgent one = FakeAgent.ready(first);
                FakeAgent two = FakeAgent.ready(second);
                FakeAgent three = FakeAgent.ready(third)) {
            renting.offer(first, one, 10_000);
            renting.offer(second, two, 10_000);
            String site = ready(one, two);
            Bytes32 unseen = lease(site, one);
            Bytes32 seen = lease(site, two);
            renting.offer(third, three, 10_000);

            tell(MarketplaceStack.EDGE, seen, true);
            await().atMost(FakeAgent.PATIENCE).until(() -> lastSeenBy(MarketplaceStack.EDGE) >= slot);
            tell(MarketplaceStack.EDGE, unseen, false);
            await().atMost(FakeAgent.PATIENCE).until(() -> renting.<List<String>>site(site, "leases.agent")
                    .contains(three.key().address().hex()));
            assertThat(renting.<String>site(site, "leases.find { it.lease == '" + unseen + "' }.reason"))
                    .contains("served nothing");
            await().atMost(FakeAgent.PATIENCE).until(() -> one.brokenLeases() == 1);
            assertThat(two.brokenLeases()).isZero();
        }
    }

    @Test
    void shouldAccuseNobodyWhenTheEdgeSeesNobodyOrAnotherEdgeSeesTheReplica() throws SQLException {
        try (FakeAgent one = FakeAgent.ready(first);
                FakeAgent two = FakeAgent.ready(second)) {
            renting.offer(first, one, 10_000);
            renting.offer(second, two, 10_000);
            String site = ready(one, two);
            Bytes32 lease = lease(site, one);
            slot += 10;
            tell(MarketplaceStack.OTHER_EDGE, lease, false);
            slot++;
            tell(MarketplaceStack.EDGE, lease(site, two), true);
            await().atMost(FakeAgent.PATIENCE).until(() -> lastSeenBy(MarketplaceStack.EDGE) >= slot);
            tell(MarketplaceStack.EDGE, lease, false);
            await().atMost(FakeAgent.PATIENCE).until(() -> unseenSlots(lease) > 0);
            assertThat(unseenSlots(lease)).as("only one edge sees others").isEqualTo(1);

            tell(MarketplaceStack.OTHER_EDGE, lease, true);
            await().atMost(FakeAgent.PATIENCE).until(() -> unseenSlots(lease) == 0);
        }
    }

    /** A site of two replicas, ready as both agents say. */
    private String ready(FakeAgent... agents) {
        String site = renting.order(2).then().statusCode(201).extract().path("name");
        renting.awaitStages(site, "ACTIVE", "ACTIVE");
        renting.publish(feeds, site, ROOT);
        for (FakeAgent agent : agents) agent.replica(lease(site, agent), ReplicaState.READY, ROOT);
        await().atMost(FakeAgent.PATIENCE)
                .until(() -> List.of("READY", "READY").equals(renting.site(site, "leases.state")));
        return site;
    }

    private Bytes32 lease(String site, FakeAgent agent) {
        return new Bytes32(
                renting.site(site, "leases.find { it.agent == '" + agent.key().address() + "' }.lease"));
    }

    private void tell(SigningKey edge, Bytes32 lease, boolean up) {
        var record = Signed.by(edge, new WitnessRecord(lease, edge.address(), slot, up, 0));
        QuarkusTransaction.requiringNew().run(() -> events.add(WitnessRecord.TOPIC, lease.hex(), record));
    }

    private long lastSeenBy(SigningKey edge) throws SQLException {
        return number(
                "SELECT max(up_slot) FROM edge_sight WHERE edge = ?",
                edge.address().hex());
    }

    private long unseenSlots(Bytes32 lease) throws SQLException {
        return number("SELECT slots FROM unseen_replica WHERE lease = ?", lease.hex());
    }

    private long number(String sql, String key) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.number(connection, sql, key);
        }
    }
}
