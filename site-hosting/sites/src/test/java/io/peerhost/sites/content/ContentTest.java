package io.peerhost.sites.content;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Audience;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.peerhost.sites.blob.Pack;
import io.peerhost.sites.blob.Packed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Parts.class)
class ContentTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject
    Leases leases;

    private final SigningKey agent = SigningKey.generate(RANDOM);
    private final Bytes32 lease = Bytes32.random(RANDOM);

    private static String header(SigningKey key, Bytes32 lease, Instant at) {
        return header(key, lease, at, Audience.of(URI.create(RestAssured.baseURI + ":" + RestAssured.port)));
    }

    private static String header(SigningKey key, Bytes32 lease, Instant at, String sites) {
        Message.ContentRequest request = new Message.ContentRequest(lease, key.address(), at, sites);
        return request.header(key.sign(request.digest()));
    }

    private String header() {
        return header(agent, lease, Instant.now());
    }

    private static int get(Hash hash, String header) {
        return given().header(Message.ContentRequest.HEADER, header)
                .get("/content/blobs/" + hash)
                .statusCode();
    }

    private UUID leasedSite(LeaseStage stage) {
        UUID site = leases.site();
        leases.send(lease, 1, site, agent.address(), stage);
        Leases.await(() -> leases.number("SELECT count(*) FROM lease WHERE lease = ?", lease.hex()) == 1);
        return site;
    }

    @Test
    void shouldServeAgentsOfRunningLeasesWhenTheBlobIsReleased() {
        UUID site = leasedSite(LeaseStage.FUNDED);
        Hash file = Api.store("content: a page");
        Api.change(site, Api.put("index.html", "content: a page"), Api.put("b.txt", "content: other"))
                .then()
                .statusCode(200);
        assertThat(get(file, header())).as("not released yet").isEqualTo(404);
        Hash root = Api.publish(site).release().root();
        Hash other = Api.store("content: other");

        assertThat(get(file, header())).isEqualTo(200);
        byte[] stream = given().header(Message.ContentRequest.HEADER, header())
                .contentType("application/json")
                .body(Json.write(Map.of("hashes", List.of(root, file, other))))
                .post("/content/blobs")
                .then()
                .statusCode(200)
                .contentType("application/vnd.peerhost.pack")
                .extract()
                .asByteArray();
        assertThat(Pack.parse(stream, stream.length).blobs())
                .extracting(Packed::hash)
                .containsExactlyInAnyOrder(root, file, other);
    }

    @Test
    void shouldRefuseWhenTheLeaseEndedAndAnOldEventComesAgain() {
        UUID site = leasedSite(LeaseStage.ACTIVE);
        Hash file = Api.store("content: ended");
        Api.change(site, Api.put("a.txt", "content: ended")).then().statusCode(200);
        Api.publish(site);
        assertThat(get(file, header())).isEqualTo(200);

        leases.send(lease, 3, site, agent.address(), LeaseStage.CLOSED);
        leases.send(lease, 2, site, agent.address(), LeaseStage.ACTIVE);
        Bytes32 behind = Bytes32.random(RANDOM);
        leases.send(behind, 1, site, agent.address(), LeaseStage.ACTIVE);
        Leases.await(() -> leases.number("SELECT count(*) FROM lease WHERE lease = ?", behind.hex()) == 1);

        Leases.await(() -> get(file, header()) == 403);
        assertThat(leases.number("SELECT version FROM lease WHERE lease = ?", lease.hex()))
                .isEqualTo(3);
    }

    @Test
    void shouldRefuseWhenNotProvenOrNotTheirs() {
        UUID site = leasedSite(LeaseStage.ACTIVE);
        Hash file = Api.store("content: guarded");
        Api.change(site, Api.put("a.txt", "content: guarded")).then().statusCode(200);
        Api.publish(site);
        Hash elsewhere = Api.store("content: of nobody");
        SigningKey stranger = SigningKey.generate(RANDOM);

        given().get("/content/blobs/" + file).then().statusCode(401).contentType("application/problem+json");
        assertThat(get(file, "nonsense")).isEqualTo(401);
        assertThat(get(file, header(agent, lease, Instant.now().minusSeconds(301))))
                .isEqualTo(401);
        assertThat(get(file, header(agent, lease, Instant.now().plusSeconds(120))))
                .isEqualTo(401);
        assertThat(get(file, header(agent, lease, Instant.now(), "rogue.example")))
                .as("what the agent gave to somebody else")
                .isEqualTo(401);
        String forged = header(stranger, lease, Instant.now())
                .replace(stranger.address().hex(), agent.address().hex());
        assertThat(get(file, forged)).isEqualTo(401);
        assertThat(get(file, header(stranger, lease, Instant.now()))).isEqualTo(403);
        assertThat(get(file, header(agent, Bytes32.random(RANDOM), Instant.now())))
                .isEqualTo(403);
        assertThat(get(elsewhere, header())).isEqualTo(404);
        given().header(Message.ContentRequest.HEADER, header())
                .contentType("application/json")
                .body(Json.write(Map.of("hashes", List.of(file, elsewhere))))
                .post("/content/blobs")
                .then()
                .statusCode(404)
                .body("hashes", is(List.of(elsewhere.hex())));
    }
}
