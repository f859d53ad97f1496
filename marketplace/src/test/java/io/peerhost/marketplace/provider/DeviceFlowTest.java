package io.peerhost.marketplace.provider;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.peerhost.devstack.teststack.TestStack;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.KeycloakSignIn;
import io.peerhost.marketplace.stack.PlainBrowser;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.SigningKey;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RFC 8628 against a real Keycloak: a machine without a browser is enrolled by whoever signs in elsewhere. */
@QuarkusTest
@TestProfile(KeycloakSignIn.class)
class DeviceFlowTest {
    private static final String SELLER = "sam";

    private final URI issuer = TestStack.keycloak();
    private final JsonPath endpoints =
            given().get(issuer + "/.well-known/openid-configuration").jsonPath();

    @Test
    void shouldEnrolTheAgentWhenItsSellerSignsInOnAnotherDevice() throws Exception {
        JsonPath device = ask(Map.of("client_id", "provider-agent", "scope", "openid"), "device_authorization_endpoint")
                .jsonPath();
        assertThat(token(device).jsonPath().getString("error")).isEqualTo("authorization_pending");
        approve(URI.create(device.getString("verification_uri_complete")));
        // Who asks sooner is told to slow down (RFC 8628, section 3.5).
        Thread.sleep(1000L * device.getInt("interval"));
        String access = token(device).then().statusCode(200).extract().path("access_token");

        try (FakeAgent agent = new FakeAgent(SigningKey.generate(new SecureRandom()))) {
            enrol(agent, access)
                    .then()
                    .statusCode(201)
                    .body("agent", equalTo(agent.key().address().hex()));
            agent.connect().hear(Message.Welcome.class);
            given().header("Authorization", "Bearer " + access)
                    .get("/api/agents")
                    .then()
                    .statusCode(200)
                    .body("address", hasItem(agent.key().address().hex()));
        }
    }

    @Test
    void shouldRefuseTheAgentWhenTheTokenIsNotKeycloaks() {
        try (FakeAgent agent = new FakeAgent(SigningKey.generate(new SecureRandom()))) {
            enrol(agent, "made.up.token").then().statusCode(401).contentType("application/problem+json");
        }
    }

    /** The signature is over the bearer token; the body names no other. */
    private static Response enrol(FakeAgent agent, String access) {
        Map<String, Object> body = new HashMap<>(agent.enrolment(access));
        body.remove("token");
        return given().header("Authorization", "Bearer " + access)
                .contentType("application/json")
                .body(body)
                .post("/api/agents/enrolments");
    }

    private void approve(URI verification) throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            browser.open(verification);
            browser.submit(Map.of("username", SELLER, "password", SELLER));
            assertThat(browser.submit(Map.of("accept", "Yes"))).contains("Device Login Successful");
        }
    }

    private Response token(JsonPath device) {
        return ask(
                Map.of(
                        "client_id", "provider-agent",
                        "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code", device.getString("device_code")),
                "token_endpoint");
    }

    private Response ask(Map<String, String> form, String endpoint) {
        return given().formParams(form).post(endpoints.getString(endpoint));
    }
}
