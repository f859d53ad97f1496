package io.peerhost.marketplace.machine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.peerhost.marketplace.offer.Offers;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Machines and their offers, by the API. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class MachinesTest {
    private final Person seller = Person.called("seller");
    private final Renting renting = new Renting();

    @Inject
    Offers offers;

    @Test
    void shouldRefuseItsAgentUntilItIsEnrolledAgainWhenAMachineIsRemoved() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            String address = agent.key().address().hex();
            renting.offer(seller, agent, 10_000);
            Person.called("mallory")
                    .does()
                    .delete("/api/agents/" + address)
                    .then()
                    .statusCode(404);
            seller.does().delete("/api/agents/" + address).then().statusCode(204);
            seller.does().delete("/api/agents/" + address).then().statusCode(404);

            assertThat(agent.hear(Message.Refused.class).reason())
                    .startsWith("This machine was removed by its seller.");
            market().body("items.agent", not(hasItem(address)));
            seller.does().get("/api/agents").then().body("address", not(hasItem(address)));
            given().get("/api/agents/" + address + "/reputation").then().statusCode(200);
            agent.connect();
            assertThat(agent.hear(Message.Refused.class).reason()).contains("new enrolment token");

            enrol(agent).then().statusCode(201);
            agent.connect();
            agent.hear(Message.Welcome.class);
            seller.does().get("/api/agents").then().body("address", hasItem(address));
        }
    }

    @Test
    void shouldStayOnTheMarketWhenAMachineThatIsRentedIsToBeRemoved() {
        renting.giveTokens();
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            String address = agent.key().address().hex();
            renting.offer(seller, agent, 10_000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            renting.awaitStages(site, "ACTIVE");
            seller.does()
                    .delete("/api/agents/" + address)
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("urn:peerhost:problem:machine-rented"))
                    .body("leases", equalTo(1));
            market().body("items.agent", hasItem(address));
        }
    }

    @Test
    void shouldChangeOnceWhenTheSameTermsAreSentAgain() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            Map<String, Object> offered = renting.offerBody(agent, 10_000, 1000);
            String offer = seller.sends(offered).post("/api/offers").path("id");
            Map<String, Object> terms = new HashMap<>(renting.offerBody(agent, 7_000, 2000));
            terms.remove("agent");
            terms.put("region", renting.region() + "-b");
            for (int i = 0; i < 2; i++)
                seller.sends(terms)
                        .put("/api/offers/" + offer)
                        .then()
                        .statusCode(200)
                        .body("prices.vcpuHour", equalTo("7000"))
                        .body("limits.cpuMillis", equalTo(2000))
                        .body("region", equalTo(renting.region() + "-b"));
            Person.called("mallory")
                    .sends(terms)
                    .put("/api/offers/" + offer)
                    .then()
                    .statusCode(404);
            terms.put("region", "Not A Region");
            seller.sends(terms).put("/api/offers/" + offer).then().statusCode(400);
        }
    }

    /** A buyer may have looked just before the seller changed them. */
    @Test
    void shouldSellNothingAtTheOldPricesWhenAnOfferWasChanged() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            String offer = seller.sends(renting.offerBody(agent, 10_000, 1000))
                    .post("/api/offers")
                    .path("id");
            Map<String, Object> terms = new HashMap<>(renting.offerBody(agent, 7_000, 1000));
            terms.remove("agent");
            seller.sends(terms).put("/api/offers/" + offer).then().statusCode(200);
            assertThat(sells(offer, 10_000, renting.region())).isFalse();
            assertThat(sells(offer, 7_000, "elsewhere")).isFalse();
            assertThat(sells(offer, 7_000, renting.region())).isTrue();
        }
    }

    private boolean sells(String offer, int vcpuHour, String region) {
        Prices prices = new Prices(money(vcpuHour), money(2000), money(10), money(5000));
        Resources some = new Resources(100, 128, 512);
        UUID id = UUID.fromString(offer);
        return QuarkusTransaction.requiringNew().call(() -> {
            boolean sold = offers.sell(id, prices, region, SiteKind.STATIC, some);
            if (sold) offers.free(id, some);
            return sold;
        });
    }

    private static BigInteger money(int amount) {
        return BigInteger.valueOf(amount);
    }

    @Test
    void shouldBeCalledSoWhenAMachineIsRenamed() {
        try (FakeAgent agent = FakeAgent.enrolled(seller)) {
            String path = "/api/agents/" + agent.key().address() + "/name";
            seller.sends(Map.of("name", "Attic"))
                    .put(path)
                    .then()
                    .statusCode(200)
                    .body("name", equalTo("Attic"));
            seller.sends(Map.of("name", "x".repeat(41))).put(path).then().statusCode(422);
            seller.sends(Map.of()).put(path).then().statusCode(200).body("name", equalTo(null));
        }
    }

    private ValidatableResponse market() {
        return given().queryParam("limit", 200).get("/api/offers").then();
    }

    private Response enrol(FakeAgent agent) {
        String token = seller.sends(null).post("/api/agents/tokens").path("token");
        return given().contentType("application/json")
                .body(agent.enrolment(token))
                .post("/api/agents/enrolments");
    }
}
