package io.peerhost.billing.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.peerhost.protocol.identity.Bytes32;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is shown what the service knows of people's money. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
class AccessTest {
    private static final String ACCOUNT = "/internal/accounts/" + UUID.randomUUID();
    private static final List<String> OF_PEOPLE = List.of(
            "/internal/leases/bills",
            "/internal/leases/" + Bytes32.ZERO + "/usage",
            ACCOUNT + "/statement",
            ACCOUNT + "/earnings");

    @Test
    void shouldShowMoneyToNoServiceButThePortal() {
        for (String path : OF_PEOPLE) asks("edge", "service", path).statusCode(403);
        asks("portal", "service", ACCOUNT + "/earnings").statusCode(200).body("earned", equalTo("0"));
    }

    @Test
    void shouldAskForATokenWithTheRoleWhereMoneyIsShown() {
        for (String path : OF_PEOPLE) refusesStrangers(path);
        refusesStrangers("/health/invariants");
    }

    private static void refusesStrangers(String path) {
        given().get(path).then().statusCode(401).contentType("application/problem+json");
        given().header("Authorization", "Bearer nonsense").get(path).then().statusCode(401);
        asks("portal", "seller", path).statusCode(403).body("type", equalTo("urn:peerhost:problem:forbidden"));
    }

    private static ValidatableResponse asks(String client, String role, String path) {
        return given().header("Authorization", "Bearer " + RealParts.token(client, role))
                .get(path)
                .then();
    }
}
