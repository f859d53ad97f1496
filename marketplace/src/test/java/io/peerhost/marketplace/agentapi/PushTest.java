package io.peerhost.marketplace.agentapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.marketplace.lease.LeaseFeeds;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.PageRules;
import io.peerhost.protocol.release.ReleaseEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** How soon an agent knows of a new release, from the transaction's commit to the text in its hands. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class PushTest {
    private static final Logger LOG = Logger.getLogger(PushTest.class);
    private static final int RELEASES = 50;

    private final Renting renting = new Renting();

    @Inject
    LeaseFeeds feeds;

    @Test
    void shouldTellTheAgentWithinSecondsWhenAPointerMoved() throws Exception {
        renting.giveTokens();
        Person seller = Person.called("seller");
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            renting.offer(seller, agent, 10_000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            UUID id = UUID.fromString(renting.site(site, "id"));
            renting.awaitStages(site, "ACTIVE");
            List<Duration> took = new ArrayList<>();
            for (int move = 1; move <= RELEASES; move++) took.add(moved(agent, id, move));
            Collections.sort(took);
            LOG.infof("pushed: median %s, longest %s", took.get(RELEASES / 2), took.getLast());
            assertThat(took.getLast()).isLessThan(Duration.ofSeconds(10));
            assertThat(RestAssured.get("/health/figures").<Integer>path("'agents.push.millis'"))
                    .isBetween(0, 10_000);
        }
    }

    private Duration moved(FakeAgent agent, UUID site, int move) throws Exception {
        Hash root = Hash.ofContent(("release " + move).getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Message.Desired> told = agent.next(Message.Desired.class, desired -> desired.leases().stream()
                .anyMatch(lease -> root.equals(lease.release())));
        QuarkusTransaction.requiringNew().run(() -> feeds.released(released(site, move, root)));
        long committed = System.nanoTime();
        Message.Desired desired = told.get(10, TimeUnit.SECONDS);
        Duration took = Duration.ofNanos(System.nanoTime() - committed);
        assertThat(desired.leases())
                .filteredOn(lease -> root.equals(lease.release()))
                .allSatisfy(lease -> assertThat(lease.documentRoot()).isEqualTo("public-" + move));
        return took;
    }

    private static ReleaseEvent released(UUID site, int move, Hash root) {
        return new ReleaseEvent(
                UUID.randomUUID(),
                site,
                "site",
                SiteKind.STATIC,
                move,
                move,
                root,
                1,
                1,
                List.of(),
                new PageRules("index.html", null, false, null, "public-" + move),
                Instant.now());
    }
}
