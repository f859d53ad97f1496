package io.peerhost.marketplace.portal;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.peerhost.marketplace.stack.MarketplaceStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What anybody may check. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
@QuarkusTestResource(BillingStand.class)
class AuditPageTest {
    private static final String HTML = Form.HTML;

    @Test
    void shouldShowTheEpochsWhenAnybodyAudits() {
        given().accept(HTML)
                .get("/audit")
                .then()
                .statusCode(200)
                .body(containsString("/audit/epochs/9"), containsString("paid out"), containsString("before=4"));
        given().accept(HTML).get("/audit/epochs/77").then().statusCode(404).contentType("text/html");
    }

    @Test
    void shouldSayWhatIsAwayWhenTheAuditCannotBeRead() {
        given().accept(HTML)
                .get("/audit?before=1")
                .then()
                .statusCode(503)
                .body(containsString("Bills are not to be had"));
    }

    @Test
    void shouldNameTheEpochWhenOlderOnesAreAsked() {
        given().accept(HTML)
                .get("/audit?before=3")
                .then()
                .body(containsString("in epoch 9"), not(containsString("newest epoch")));
        given().accept(HTML)
                .get("/audit?before=abc")
                .then()
                .statusCode(400)
                .body(containsString("`before` is not of its type: abc"), not(containsString("For input string")));
    }
}
