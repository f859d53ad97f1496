package io.peerhost.marketplace.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerhost.marketplace.lease.LeaseFeeds;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents that are heard of and serve nothing. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class UnservedTest {
    private static final Hash ROOT = Hash.ofContent("a release".getBytes());

    private final Renting renting = new Renting();
    private final Person first = Person.called("first");
    private final Person second = Person.called("second");
    private final Person third = Person.called("third");

    @Inject
    LeaseFeeds feeds;

    @BeforeEach
    void giveTokens() {
        renting.giveTokens();
    }

    @Test
    void shouldMoveTheReplicaToTheDiscreditOfItsSellerWhenAnotherServesWhatItDidNot() {
        try (FakeAgent idle = FakeAgent.ready(first);
                FakeAgent able = FakeAgent.ready(second)) {
            renting.offer(first, idle, 10_000);
            String site = orderedAndPublished();
            renting.offer(second, able, 10_000);
            renting.awaitStages(site, "CLOSED", "FUNDED");
            assertThat(idle.brokenLeases()).isZero();

            able.replica(new Bytes32(renting.site(site, "leases[1].lease")), ReplicaState.READY, ROOT);
            await().atMost(FakeAgent.PATIENCE).until(() -> idle.brokenLeases() == 1);
        }
    }

    /** A release that cannot start would else go from seller to seller for ever. */
    @Test
    void shouldStayAndTellTheRenterWhenASecondSellerServesNothingEither() {
        try (FakeAgent one = FakeAgent.ready(first);
                FakeAgent two = FakeAgent.ready(second);
                FakeAgent three = FakeAgent.ready(third)) {
            renting.offer(first, one, 10_000);
            String site = orderedAndPublished();
            renting.offer(second, two, 10_000);
            renting.awaitStages(site, "CLOSED", "FUNDED");
            renting.offer(third, three, 10_000);
            two.replica(new Bytes32(renting.site(site, "leases[1].lease")), ReplicaState.FAILED);
            await().atMost(FakeAgent.PATIENCE)
                    .until(() -> String.valueOf(renting.<String>site(site, "leases[1].advice"))
                            .contains("said by a test"));
            assertThat(renting.<List<String>>site(site, "leases.stage")).containsExactly("CLOSED", "FUNDED");
            assertThat(one.brokenLeases()).isZero();
        }
    }

    private String orderedAndPublished() {
        String site = renting.order(1).then().statusCode(201).extract().path("name");
        renting.awaitStages(site, "ACTIVE");
        renting.publish(feeds, site, ROOT);
        return site;
    }
}
