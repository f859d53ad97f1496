package io.peerhost.marketplace.agentapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.replica.ReplicaState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class AgentConnectionTest {
    private final Person seller = Person.called("seller");

    @Test
    void shouldBeProvenWhenItFillsWhatItSells() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            Message.Welcome welcome = agent.hear(Message.Welcome.class);
            assertThat(welcome.edges()).extracting(Message.EdgeAddress::address).containsExactly("127.0.0.1:9999");
            assertThat(agent.hear(Message.Desired.class).leases()).isEmpty();
            seller.does()
                    .get("/api/agents")
                    .then()
                    .body("[0].presence", equalTo("ONLINE"))
                    .body("[0].inventory.cores", equalTo(4));
        }
    }

    @Test
    void shouldBeRefusedWhenItIsNotEnrolled() {
        try (FakeAgent stranger = new FakeAgent(SigningKey.generate(new SecureRandom())).connect()) {
            Message.Refused refused = stranger.hear(Message.Refused.class);
            assertThat(refused.reason()).contains("not enrolled");
            assertThat(refused.retry()).isFalse();
            await().atMost(FakeAgent.PATIENCE).until(stranger::isClosed);
        }
    }

    @Test
    void shouldEndTheOlderConnectionWhenTheSameAgentConnectsAgain() {
        try (FakeAgent agent = FakeAgent.enrolled(seller).connect();
                FakeAgent newer = new FakeAgent(agent.key())) {
            agent.hear(Message.Welcome.class);
            newer.connect().hear(Message.Welcome.class);
            assertThat(agent.hear(Message.Refused.class).reason()).contains("newer");
            assertThat(newer.isClosed()).isFalse();
        }
    }

    @Test
    void shouldKeepAReportOnceAndSayHowFarItGotWhenTheAgentComesBack() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            Message.Report report = agent.replica(Bytes32.random(new SecureRandom()), ReplicaState.READY);
            agent.hear(Message.Acknowledged.class, ack -> ack.number() == report.number());
            agent.die();
            agent.connect();
            assertThat(agent.hear(Message.Welcome.class).received()).isEqualTo(report.number());
            agent.send(report);
            agent.hear(Message.Acknowledged.class, ack -> ack.number() == report.number());
        }
    }

    /** A portal that an agent dials too could hand our challenge on to it, and be the agent here. */
    @Test
    void shouldBeRefusedWhenItSignedForAnotherPortal() {
        try (FakeAgent agent = FakeAgent.enrolled(seller).connect("rogue.example")) {
            assertThat(agent.hear(Message.Refused.class).reason()).contains("PORTAL_URL");
        }
    }

    @Test
    void shouldBeRefusedWhenItSendsNoMessages() {
        try (FakeAgent agent = FakeAgent.enrolled(seller).connect()) {
            agent.hear(Message.Welcome.class);
            agent.say("{\"type\":\"nonsense\"}");
            agent.hear(Message.Refused.class);
            await().atMost(FakeAgent.PATIENCE).until(agent::isClosed);
        }
    }

    @Test
    void shouldBeLostThenWelcomeBackWhenItIsSilentForAWhile() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            agent.die();
            awaitPresence("LOST");
            agent.connect();
            awaitPresence("ONLINE");
        }
    }

    @Test
    void shouldEnrolOnceOnlyWhenATokenIsUsedAgain() {
        FakeAgent agent = new FakeAgent(SigningKey.generate(new SecureRandom()));
        FakeAgent other = new FakeAgent(SigningKey.generate(new SecureRandom()));
        String token = seller.sends(null).post("/api/agents/tokens").path("token");
        enrol(agent.enrolment(token), 201);
        enrol(agent.enrolment(token), 201);
        enrol(other.enrolment(token), 403);
        agent.close();
        other.close();
    }

    @Test
    void shouldNotEnrolWhenTheSignatureIsOverAnotherToken() {
        FakeAgent agent = new FakeAgent(SigningKey.generate(new SecureRandom()));
        String token = seller.sends(null).post("/api/agents/tokens").path("token");
        Map<String, Object> other = new HashMap<>(agent.enrolment("another token"));
        other.put("token", token);
        enrol(other, 403);
        agent.close();
    }

    @Test
    void shouldAnswerAProblemWhenNoWebSocketIsOpened() {
        given().get("/agent").then().statusCode(426).contentType("application/problem+json");
    }

    private static void enrol(Map<String, Object> body, int status) {
        given().contentType("application/json")
                .body(body)
                .post("/api/agents/enrolments")
                .then()
                .statusCode(status);
    }

    private void awaitPresence(String presence) {
        await().atMost(FakeAgent.PATIENCE)
                .until(() -> presence.equals(seller.does().get("/api/agents").path("[0].presence")));
    }
}
