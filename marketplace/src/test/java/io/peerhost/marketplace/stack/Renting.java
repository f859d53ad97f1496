package io.peerhost.marketplace.stack;

import static org.awaitility.Awaitility.await;

import io.peerhost.marketplace.lease.LeaseFeeds;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.ReleaseEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Somebody who rents, in a region of their own, so that offers of other tests are never in it. */
public final class Renting {
    public static final BigInteger GIFT = BigInteger.valueOf(1_000_000_000);

    private final Person renter = Person.called("renter");
    private final String region = "r-" + UUID.randomUUID().toString().substring(0, 8);

    public Person renter() {
        return renter;
    }

    public String region() {
        return region;
    }

    public void giveTokens() {
        renter.sends(null).post("/api/wallet/faucet").then().statusCode(202);
        awaitBalance(GIFT);
    }

    public void offer(Person seller, FakeAgent agent, int vcpuHour) {
        seller.sends(offerBody(agent, vcpuHour, 1000))
                .post("/api/offers")
                .then()
                .statusCode(201);
    }

    public Map<String, Object> offerBody(FakeAgent agent, int vcpuHour, int cpuMillis) {
        return Map.of(
                "agent",
                agent.key().address().hex(),
                "prices",
                Map.of("vcpuHour", "" + vcpuHour, "memoryGibHour", "2000", "diskGibHour", "10", "egressGib", "5000"),
                "region",
                region,
                "limits",
                Map.of("cpuMillis", cpuMillis, "memoryMib", 4096, "diskMib", 50_000));
    }

    public Response order(int replicas) {
        return order("site-" + region.substring(2), 500, replicas, "5000000");
    }

    public Response order(String name, int cpuMillis, int replicas, String deposit) {
        return renter.sends(Map.of(
                        "name",
                        name,
                        "kind",
                        "STATIC",
                        "resources",
                        Map.of("cpuMillis", cpuMillis, "memoryMib", 256, "diskMib", 1024),
                        "replicas",
                        replicas,
                        "maxHourly",
                        "100000",
                        "deposit",
                        deposit,
                        "regions",
                        List.of(region)))
                .post("/api/sites");
    }

    public <T> T site(String name, String path) {
        return renter.does().get("/api/sites/" + name).path(path);
    }

    /** As sites tells it. */
    public void publish(LeaseFeeds feeds, String site, Hash root) {
        ReleaseEvent release = new ReleaseEvent(
                UUID.randomUUID(),
                UUID.fromString(site(site, "id")),
                site,
                SiteKind.STATIC,
                1,
                1,
                root,
                1,
                1,
                List.of(site + ".localhost"),
                null,
                Instant.now());
        QuarkusTransaction.requiringNew().run(() -> feeds.released(release));
    }

    /** Of all its leases, the oldest first. */
    public void awaitStages(String site, String... stages) {
        await().atMost(FakeAgent.PATIENCE).until(() -> List.of(stages).equals(site(site, "leases.stage")));
    }

    public void awaitBalance(BigInteger balance) {
        await().atMost(FakeAgent.PATIENCE).until(() -> balance.toString()
                .equals(renter.does().get("/api/wallet").path("balance")));
    }
}
