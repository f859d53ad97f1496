package io.peerhost.marketplace.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.RefusingToken;
import io.peerhost.marketplace.stack.Renting;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas whose lease was never opened find other sellers. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class ReplacementTest {
    /** All of an opening's tries, with the pauses between them. */
    private static final Duration ALL_TRIES = Duration.ofSeconds(120);

    private final Renting renting = new Renting();
    private final Person first = Person.called("first");
    private final Person second = Person.called("second");

    @BeforeEach
    void giveTokens() {
        renting.giveTokens();
    }

    @Test
    void shouldTellTheRenterThenFindAnotherSellerWhenTheChainRefusedTheLease() {
        try (FakeAgent one = FakeAgent.ready(first)) {
            renting.offer(first, one, 10_000);
            String site;
            try (RefusingToken _ = RefusingToken.moving()) {
                site = renting.order(1).then().statusCode(201).extract().path("name");
                await().atMost(ALL_TRIES).until(() -> List.of("FAILED").equals(renting.site(site, "leases.stage")));
            }
            awaitAdvice(site, "No other seller fits");
            try (FakeAgent other = FakeAgent.ready(second)) {
                renting.offer(second, other, 10_000);
                renting.awaitStages(site, "FAILED", "ACTIVE");
                assertThat(renting.<String>site(site, "leases[1].agent"))
                        .isEqualTo(other.key().address().hex());
                assertThat(renting.<Boolean>site(site, "leases[0].vacant")).isFalse();
            }
        }
    }

    @Test
    void shouldFindAnotherSellerWhenTheFirstVanishedBeforeItsLeaseWasPaid() {
        try (FakeAgent one = FakeAgent.ready(first);
                FakeAgent other = FakeAgent.ready(second)) {
            renting.offer(first, one, 10_000);
            String site;
            try (RefusingToken _ = RefusingToken.moving()) {
                site = renting.order(1).then().statusCode(201).extract().path("name");
                renting.offer(second, other, 10_000);
                one.die();
                await().atMost(FakeAgent.PATIENCE).until(() -> renting.<List<String>>site(site, "leases.stage")
                        .contains("FAILED"));
            }
            renting.awaitStages(site, "FAILED", "ACTIVE");
            assertThat(renting.<String>site(site, "leases[0].reason")).contains("lost");
        }
    }

    @Test
    void shouldTryNoOtherSellerAndSaySoWhenFiveInARowCouldNotBeOpened() {
        try (FakeAgent one = FakeAgent.ready(first);
                FakeAgent other = FakeAgent.ready(second)) {
            renting.offer(first, one, 10_000);
            String site;
            try (RefusingToken _ = RefusingToken.moving()) {
                site = renting.order(1).then().statusCode(201).extract().path("name");
                QuarkusTransaction.requiringNew()
                        .run(() -> Lease.locked(renting.site(site, "leases[0].lease"))
                                        .orElseThrow()
                                        .failures =
                                Replacement.MOST_FAILURES);
                renting.offer(second, other, 10_000);
                await().atMost(ALL_TRIES).until(() -> List.of("FAILED").equals(renting.site(site, "leases.stage")));
            }
            awaitAdvice(site, "No lease could be opened with 5 sellers in a row");
            assertThat(renting.<Boolean>site(site, "leases[0].vacant")).isFalse();
            assertThat(renting.<List<String>>site(site, "leases.stage")).containsExactly("FAILED");
        }
    }

    private void awaitAdvice(String site, String advice) {
        await().atMost(FakeAgent.PATIENCE).until(() -> String.valueOf(renting.<String>site(site, "leases[0].advice"))
                .contains(advice));
    }
}
