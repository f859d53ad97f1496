package io.peerhost.marketplace.provider;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.peerhost.marketplace.stack.MarketplaceStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class DownloadTest {
    @Test
    void shouldSayWhatTheOperatorSetsWhenThereIsNoAgentToDownload() {
        given().get(DownloadResource.AGENT)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("AGENT_PROGRAM"));
    }
}
