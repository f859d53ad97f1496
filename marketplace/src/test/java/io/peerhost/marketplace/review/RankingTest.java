package io.peerhost.marketplace.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;

import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class RankingTest {
    private final Renting renting = new Renting();
    private final Person lost = Person.called("lost");
    private final Person steady = Person.called("steady");

    @Test
    void shouldRankBelowAnEqualSellerWhenItWasLost() {
        renting.giveTokens();
        try (FakeAgent flaky = FakeAgent.ready(lost);
                FakeAgent calm = FakeAgent.ready(steady)) {
            renting.offer(lost, flaky, 10_000);
            renting.offer(steady, calm, 10_050);
            flaky.die();
            awaitPresence("LOST");
            flaky.connect();
            awaitPresence("ONLINE");

            assertThat(reputation(flaky)).isLessThan(reputation(calm));
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            assertThat(renting.<String>site(site, "leases[0].agent"))
                    .isEqualTo(calm.key().address().hex());
        }
    }

    @Test
    void shouldSayWhyWhenAskedForAReputation() {
        try (FakeAgent flaky = FakeAgent.ready(lost)) {
            flaky.die();
            awaitPresence("LOST");
            RestAssured.get("/api/agents/" + flaky.key().address() + "/reputation")
                    .then()
                    .statusCode(200)
                    .body("reputation", lessThan(Reputation.NEWCOMER))
                    .body("absentSeconds", greaterThanOrEqualTo(3600))
                    .body("keptLeases", equalTo(0));
        }
    }

    private int reputation(FakeAgent agent) {
        return RestAssured.given()
                .queryParam("limit", 200)
                .get("/api/offers")
                .path("items.find { it.agent == '" + agent.key().address() + "' }.reputation");
    }

    private void awaitPresence(String presence) {
        await().atMost(FakeAgent.PATIENCE)
                .until(() -> presence.equals(lost.does().get("/api/agents").path("[0].presence")));
    }
}
