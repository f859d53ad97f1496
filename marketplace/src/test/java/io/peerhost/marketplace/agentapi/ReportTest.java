package io.peerhost.marketplace.agentapi;

import static org.awaitility.Awaitility.await;

import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.replica.ReplicaState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Reports come in order: one that stays in the way stops usage, and so all pay, behind it. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class ReportTest {
    private final Person seller = Person.called("seller");
    private final Renting renting = new Renting();

    @Test
    void shouldKeepWhatAReplicaSaysWhenTheDatabaseCannotKeepAllOfIt() {
        renting.giveTokens();
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            renting.offer(seller, agent, 10_000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            Bytes32 lease = agent.hear(
                            Message.Desired.class, all -> !all.leases().isEmpty())
                    .leases()
                    .getFirst()
                    .lease();
            agent.replica(lease, ReplicaState.FAILED, "it wrote \0 and died");
            await().atMost(FakeAgent.PATIENCE)
                    .until(() -> "it wrote   and died".equals(renting.site(site, "leases[0].message")));
        }
    }

    @Test
    void shouldGoOnWithTheNextReportWhenOneCanNeverBeKept() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            Message.Report hopeless = agent.replica(null, ReplicaState.READY);
            agent.hear(Message.Acknowledged.class, ack -> ack.number() == hopeless.number());
            agent.die();
            agent.connect();
            agent.hear(Message.Welcome.class, welcome -> welcome.received() == hopeless.number());
        }
    }
}
