package io.peerhost.marketplace.order;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;

import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Orders so small that a machine's room would be enough for more of them than its agent can run. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class FullMachineTest {
    private final Renting renting = new Renting();
    private final Person seller = Person.called("seller");

    @Test
    void shouldPlaceNoMoreWhenTheAgentHasAsManyPodsAndThenLeasesAsItMay() {
        renting.giveTokens();
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            renting.offer(seller, agent, 10_000);
            for (int i = 0; i < 2; i++) order("php-" + i, "PHP", 10).then().statusCode(201);
            order("php-2", "PHP", 10).then().statusCode(422).body("excluded.kind", greaterThan(0));
            for (int i = 0; i < 2; i++) order("files-" + i, "STATIC", 10).then().statusCode(201);
            order("files-2", "STATIC", 10).then().statusCode(422).body("excluded.resources", greaterThan(0));
        }
    }

    @Test
    void shouldRefuseTheOrderWhenAReplicaIsTooSmall() {
        order("tiny", "STATIC", 9).then().statusCode(400).body("detail", containsString("at least 10 thousandths"));
    }

    private Response order(String name, String kind, int cpuMillis) {
        return renting.renter()
                .sends(Map.of(
                        "name",
                        name + "-" + renting.region().substring(2),
                        "kind",
                        kind,
                        "resources",
                        Map.of("cpuMillis", cpuMillis, "memoryMib", 16, "diskMib", 16),
                        "maxHourly",
                        "100000",
                        "deposit",
                        "1000000",
                        "regions",
                        List.of(renting.region())))
                .post("/api/sites");
    }
}
