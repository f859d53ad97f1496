package io.peerhost.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A seller changes an offer, names a machine and removes one. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class MachineFormsTest {
    private final Person seller = Person.called("seller");
    private final Renting renting = new Renting();

    @Test
    void shouldPlaceAtTheNewPriceAndKeepTheOldWhenAnOfferIsChanged() {
        renting.giveTokens();
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            String page = page(agent);
            renting.offer(seller, agent, 10_000);
            String first = order("first");
            renting.awaitStages(first, "ACTIVE");
            shows(
                    page,
                    "action=\"" + page + "/change\"",
                    "value=\"0.01\"",
                    "0.5 vCPU, 256 MiB memory and 1 GiB disk are rented");
            String offer = seller.does()
                    .queryParam("limit", 200)
                    .get("/api/offers")
                    .path("items.find { it.agent == '" + agent.key().address() + "' }.id");
            change(page, offer, "0.4", "0.02")
                    .statusCode(422)
                    .body(containsString("id=\"cpu-error\">Renters have 0.5 vCPU."), containsString("value=\"0.4\""));
            change(page, offer, "4.1", "0.02").statusCode(422).body(containsString("id=\"cpu-error\">It has 4 vCPU."));
            change(page, offer, "1", "0.02").statusCode(303).header("Location", endsWith("?done=changed"));
            String second = order("second");
            assertThat(renting.<List<String>>site(first, "leases.prices.vcpuHour"))
                    .containsExactly("10000");
            assertThat(renting.<List<String>>site(second, "leases.prices.vcpuHour"))
                    .containsExactly("20000");
            renting.order("third-" + suffix(), 500, 1, "1000000").then().statusCode(422);
            // 0.5 vCPU at 0.01 and at 0.02, twice 0.25 GiB at 0.002 and 1 GiB at 0.00001.
            shows(page, "brings in <strong>0.01602 tokens</strong>");
        }
    }

    @Test
    void shouldShowItsNameAndTakeItOffTheListWhenAMachineIsNamedAndRemoved() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            String page = page(agent);
            Form form = Form.of(seller, page);
            form.filled("name", " Attic ").post(page + "/name").then().statusCode(303);
            shows(page, "<h1>Attic</h1>");
            form.filled("name", "\u0007")
                    .post(page + "/name")
                    .then()
                    .statusCode(422)
                    .body(containsString("id=\"name-error\""));
            form.filled("typed", "Cellar")
                    .post(page + "/remove")
                    .then()
                    .statusCode(400)
                    .body(containsString("id=\"typed-error\">Type its name, Attic,"));
            form.filled("typed", "Attic")
                    .post(page + "/remove")
                    .then()
                    .statusCode(303)
                    .header("Location", endsWith("/sell?done=removed"));
            Form.browser(seller).get("/sell").then().body(not(containsString("Attic")));
            Form.browser(seller).get(page).then().statusCode(404);
        }
    }

    private static String page(FakeAgent agent) {
        return "/sell/machines/" + agent.key().address();
    }

    private String suffix() {
        return renting.region().substring(2);
    }

    private String order(String name) {
        return renting.order(name + "-" + suffix(), 500, 1, "1000000")
                .then()
                .statusCode(201)
                .extract()
                .path("name");
    }

    private void shows(String page, String... texts) {
        ValidatableResponse drawn = Form.browser(seller).get(page).then().statusCode(200);
        for (String text : texts) drawn.body(containsString(text));
    }

    private ValidatableResponse change(String page, String offer, String cpu, String vcpuHour) {
        return Form.of(seller, page)
                .filled(
                        "once",
                        "x",
                        "offer",
                        offer,
                        "region",
                        renting.region(),
                        "cpu",
                        cpu,
                        "memory",
                        "4",
                        "disk",
                        "48",
                        "vcpuHour",
                        vcpuHour,
                        "memoryHour",
                        "0.002",
                        "diskHour",
                        "0.00001",
                        "egress",
                        "0.005")
                .post(page + "/change")
                .then();
    }
}
