package io.peerhost.billing.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.billing.health.MoneyInvariants;
import io.peerhost.billing.settlement.TestChain;
import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.merkle.MerkleTree;
import io.peerhost.chain.node.ChainEvent;
import io.peerhost.protocol.billing.Audit;
import io.peerhost.protocol.billing.Bill;
import io.peerhost.protocol.billing.Statement;
import io.peerhost.protocol.billing.UsagePoint;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.Site;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The whole service on its real parts: records in at Kafka, tokens out on the chain, answers over HTTP. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
class BillingServiceTest {
    private static final SigningKey AGENT = SigningKey.of("11".repeat(32));
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final BigInteger EXPECTED = BigInteger.valueOf(3 * 1000 + 500);

    @Inject
    MoneyInvariants invariants;

    @Test
    void shouldTurnRecordsIntoTokensThatAnybodyCanCheck() {
        try (TestChain contracts = RealParts.chain()) {
            UUID owner = UUID.randomUUID();
            Bytes32 lease = contracts.open(1_000_000);
            Instant start = contracts.chain.node().time();
            send(records(contracts, lease, owner, start));

            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> assertThat(
                            contracts.balance(contracts.seller))
                    .isEqualTo(EXPECTED));
            assertThat(bills(lease)).containsExactly(new Bill(lease, 3, BigInteger.valueOf(500), 70, 9, EXPECTED));
            proofHolds(contracts, lease);
            statementAddsUp(lease, owner);
            seriesAddsUp(lease, start);
            everythingHolds();
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenARequestCannotBeDone() {
        String unknown = "0x" + "ee".repeat(32);
        service()
                .get("/internal/leases/bills?lease=0x12")
                .then()
                .statusCode(400)
                .body("detail", containsString("0x12"));
        service()
                .get("/internal/leases/bills?lease=" + unknown)
                .then()
                .statusCode(200)
                .body("", hasSize(0));
        service().get("/internal/leases/" + unknown + "/usage").then().statusCode(404);
        service()
                .get("/internal/leases/" + unknown + "/usage?from=yesterday")
                .then()
                .statusCode(400)
                .body("detail", containsString("yesterday"));
        service()
                .get("/internal/leases/" + unknown + "/usage?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z")
                .then()
                .statusCode(400);
        given().get("/api/audit/epochs/987654").then().statusCode(404).contentType("application/problem+json");
        given().get("/api/audit/leases/" + unknown + "/proof").then().statusCode(404);
        given().get("/api/audit/epochs?limit=0").then().statusCode(400);
        given().get("/api/nothing").then().statusCode(404);
    }

    @Test
    void shouldNotAddUpTheLedgerAgainWhenAskedTwiceInAMoment() {
        assertThat(invariants.check()).isSameAs(invariants.check());
    }

    @Test
    void shouldAnswerForManyLeasesAtOnce() {
        RequestSpecification request = service();
        for (int i = 0; i < 500; i++) request.queryParam("lease", "0x" + String.format("%064x", i));
        request.get("/internal/leases/bills").then().statusCode(200).body("", hasSize(0));
        request.queryParam("lease", "0x" + "ab".repeat(32))
                .get("/internal/leases/bills")
                .then()
                .statusCode(400);
    }

    @Test
    void shouldLetTheScriptOfAnyPageReadTheAudit() {
        given().header("Origin", "http://portal.localhost:8080")
                .get("/api/audit/epochs")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "http://portal.localhost:8080");
    }

    @Test
    void shouldTellHowItIs() {
        given().get("/health/ready").then().statusCode(200);
        given().get("/health/figures")
                .then()
                .statusCode(200)
                .body("keySet()", hasItems("outbox.pending", "inbox.lag", "epochs.open", "chain.pending"))
                .body("'outbox.pending'", greaterThanOrEqualTo(0));
    }

    private static RequestSpecification service() {
        return given().header("Authorization", "Bearer " + RealParts.token("portal", "service"));
    }

    private static List<Bill> bills(Bytes32 lease) {
        String body = service()
                .get("/internal/leases/bills?lease=" + lease)
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("[0].billed", is(EXPECTED.toString()))
                .extract()
                .asString();
        return Json.read(body, new TypeReference<List<Bill>>() {});
    }

    /** What a browser does: hash the leaf, walk the path, look the root up on chain. */
    private static void proofHolds(TestChain contracts, Bytes32 lease) {
        Audit.Proof proof =
                Json.read(given().get("/api/audit/leases/" + lease + "/proof").asString(), Audit.Proof.class);
        assertThat(proof.cumulative()).isEqualTo(EXPECTED);
        assertThat(MerkleTree.proves(proof.root(), new Leaf(lease, proof.cumulative()), proof.proof()))
                .isTrue();
        assertThat(contracts.chain.events(proof.postTransaction()))
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(ChainEvent.RootPosted.class, posted -> {
                    assertThat(posted.root()).isEqualTo(proof.root());
                    assertThat(posted.epoch()).isEqualTo(proof.epoch());
                }));
        Audit.Epochs epochs =
                Json.read(given().get("/api/audit/epochs?limit=100").asString(), Audit.Epochs.class);
        assertThat(epochs.epochs()).anyMatch(epoch -> epoch.epoch() == proof.epoch());
        Audit.EpochDetail detail =
                Json.read(given().get("/api/audit/epochs/" + proof.epoch()).asString(), Audit.EpochDetail.class);
        assertThat(detail.leaves()).anyMatch(leaf -> leaf.lease().equals(lease));
        assertThat(detail.epoch().root()).isEqualTo(proof.root());
    }

    private static void statementAddsUp(Bytes32 lease, UUID owner) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Statement statement = Json.read(
                    service().get("/internal/leases/" + lease + "/statement").asString(), Statement.class);
            assertThat(sum(statement, "CHARGE")).isEqualTo(EXPECTED);
            assertThat(sum(statement, "PAYOUT")).isEqualTo(EXPECTED);
            assertThat(sum(statement, "DEPOSIT")).isEqualTo(1_000_000);
        });
        Statement first = Json.read(
                service()
                        .get("/internal/accounts/" + owner + "/statement?limit=1")
                        .asString(),
                Statement.class);
        Statement second = Json.read(
                service()
                        .get("/internal/accounts/" + owner + "/statement?limit=1&before=" + first.next())
                        .asString(),
                Statement.class);
        assertThat(second.lines().getFirst().id())
                .isLessThan(first.lines().getFirst().id());
    }

    private static BigInteger sum(Statement statement, String kind) {
        return statement.lines().stream()
                .filter(line -> line.kind().equals(kind))
                .map(Statement.Line::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static void seriesAddsUp(Bytes32 lease, Instant start) {
        List<UsagePoint> points = Json.read(
                service()
                        .queryParam("from", start.minusSeconds(600).toString())
                        .queryParam("to", start.plusSeconds(600).toString())
                        .get("/internal/leases/" + lease + "/usage")
                        .asString(),
                new TypeReference<List<UsagePoint>>() {});
        assertThat(points.stream().mapToLong(UsagePoint::egressBytes).sum()).isEqualTo(500);
        assertThat(points.stream().mapToLong(UsagePoint::cpuMillis).sum()).isEqualTo(70);
        assertThat(points.stream().mapToLong(UsagePoint::upSeconds).sum()).isEqualTo(20);
    }

    private static void everythingHolds() {
        service()
                .get("/health/invariants")
                .then()
                .statusCode(200)
                .body("", hasSize(7))
                .body("findAll { !it.holds }", hasSize(0))
                .body("holds", everyItem(is(true)));
    }

    private static List<ProducerRecord<String, String>> records(
            TestChain contracts, Bytes32 lease, UUID owner, Instant start) {
        LeaseEvent active = new LeaseEvent(
                UUID.randomUUID(),
                3,
                lease,
                Site.of(UUID.randomUUID(), "blog", owner, "alice", SiteKind.STATIC),
                0,
                AGENT.address(),
                UUID.randomUUID(),
                contracts.seller.address(),
                contracts.renter.address(),
                new Resources(1000, 1, 1),
                new Prices(BigInteger.valueOf(3_600_000), BigInteger.ZERO, BigInteger.ZERO, BigInteger.TWO.pow(30)),
                BigInteger.valueOf(1_000_000),
                "eu",
                LeaseStage.ACTIVE,
                null,
                start);
        var first = new UsageRecord(lease, AGENT.address(), 1, Bytes32.ZERO, 1, 30, 4, 100, start);
        var second = new UsageRecord(
                lease, AGENT.address(), 2, Bytes32.of(first.digest()), 3, 70, 9, 500, start.plusSeconds(3));
        long slot = WitnessRecord.slotOf(start);
        List<ProducerRecord<String, String>> records = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            records.add(record(LeaseEvent.TOPIC, lease, active));
            records.add(record(UsageRecord.TOPIC, lease, Signed.by(AGENT, first)));
            records.add(record(UsageRecord.TOPIC, lease, Signed.by(AGENT, second)));
            for (int seen = 0; seen < 2; seen++)
                records.add(record(
                        WitnessRecord.TOPIC,
                        lease,
                        Signed.by(
                                RealParts.EDGE,
                                new WitnessRecord(lease, RealParts.EDGE.address(), slot + seen, true, 500))));
        }
        records.add(new ProducerRecord<>(UsageRecord.TOPIC, lease.hex(), "this is no record"));
        Collections.shuffle(records, new Random());
        return records;
    }

    private static ProducerRecord<String, String> record(String topic, Bytes32 lease, Object value) {
        return new ProducerRecord<>(topic, lease.hex(), Json.write(value));
    }

    private static void send(List<ProducerRecord<String, String>> records) {
        String bootstrap = ConfigProvider.getConfig().getValue("peerhost.billing.kafka-bootstrap", String.class);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new StringSerializer())) {
            records.forEach(producer::send);
            producer.flush();
        }
    }
}
