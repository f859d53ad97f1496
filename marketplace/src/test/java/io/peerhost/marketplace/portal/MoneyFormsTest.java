package io.peerhost.marketplace.portal;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The forms that move tokens or ask for them. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class MoneyFormsTest {
    private static final String TARGET = "0x00000000000000000000000000000000000000aa";

    private final Person seller = Person.called("seller");
    private final Renting renting = new Renting();
    private final Person renter = renting.renter();

    @Test
    void shouldSendNothingBeforeItWasShownAsUnderstoodWhenTokensAreWithdrawn() {
        renting.giveTokens();
        Form form = Form.of(renter, "/wallet");
        form.filled("to", TARGET, "amount", "1,5")
                .post("/wallet/withdraw")
                .then()
                .statusCode(400)
                .body(
                        containsString("Write 1.5 with a dot"),
                        containsString("value=\"1,5\""),
                        containsString("value=\"" + TARGET + "\""));
        form.filled("to", TARGET, "amount", "1.5")
                .post("/wallet/withdraw")
                .then()
                .statusCode(200)
                .body(containsString("Send 1.50 tokens"), containsString("<code>" + TARGET + "</code>"));
        form.filled("to", TARGET, "amount", "1.5")
                .post("/wallet/withdraw/change")
                .then()
                .statusCode(200)
                .body(containsString("value=\"1.5\""));
        renter.does().get("/api/wallet/withdrawals").then().body("$", hasSize(0));
        form.filled("once", UUID.randomUUID().toString(), "to", TARGET, "amount", "1.5")
                .post("/wallet/withdraw/send")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/wallet?done=asked"));
        renter.does().get("/api/wallet/withdrawals").then().body("amount", hasSize(1));
    }

    @Test
    void shouldRefuseWhenTokensWouldGoToAContractOfOurs() {
        for (String contract : List.of("token", "escrow", "settlement"))
            Form.of(renter, "/wallet")
                    .filled("to", address(contract), "amount", "1")
                    .post("/wallet/withdraw")
                    .then()
                    .statusCode(422)
                    .body(containsString("Tokens cannot go to this address"), containsString("id=\"to-error\""));
    }

    @Test
    void shouldKeepPricesAndCountWhatIsRentedWhenAMachineIsOfferedAgain() {
        renting.giveTokens();
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            String page = "/sell/machines/" + agent.key().address();
            renting.offer(seller, agent, 10_000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            renting.awaitStages(site, "ACTIVE");
            String offer = seller.does()
                    .queryParam("limit", 200)
                    .get("/api/offers")
                    .path("items.find { it.agent == '" + agent.key().address() + "' }.id");
            Form.of(seller, page)
                    .filled("offer", offer)
                    .post(page + "/withdraw")
                    .then()
                    .statusCode(303);
            Form.browser(seller)
                    .get(page)
                    .then()
                    .body(
                            containsString("value=\"" + renting.region() + "\""),
                            containsString("3.5 vCPU left of 4; 0.5 are rented."),
                            containsString("value=\"3.5\""),
                            containsString("value=\"0.01\""),
                            containsString("leases of an earlier offer bring in"));
            offer(page, "4", "0.02")
                    .statusCode(422)
                    .body(containsString("id=\"cpu-error\">3.5 vCPU left of 4"), containsString("value=\"0.02\""));
            offer(page, "3.5", "0,02")
                    .statusCode(400)
                    .body(containsString("value=\"0,02\""), containsString("id=\"vcpuHour-error\""));
            offer(page, "3.5", "0.02").statusCode(303);
            await().atMost(FakeAgent.PATIENCE).untilAsserted(() -> Form.browser(seller)
                    .get(page)
                    .then()
                    .body(
                            containsString("0.5 vCPU of 4 vCPU"),
                            allOf(containsString("brings in"), not(containsString("brings in <strong>0.00 ")))));
        }
    }

    private io.restassured.response.ValidatableResponse offer(String page, String cpu, String vcpuHour) {
        return Form.of(seller, page)
                .filled(
                        "once",
                        UUID.randomUUID().toString(),
                        "region",
                        renting.region(),
                        "cpu",
                        cpu,
                        "memory",
                        "1",
                        "disk",
                        "1",
                        "vcpuHour",
                        vcpuHour,
                        "memoryHour",
                        "0.002",
                        "diskHour",
                        "0.0001",
                        "egress",
                        "0.005")
                .post(page + "/offer")
                .then();
    }

    private static String address(String contract) {
        return ConfigProvider.getConfig().getValue("marketplace.chain." + contract, String.class);
    }
}
