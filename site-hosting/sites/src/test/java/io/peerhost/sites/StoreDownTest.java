package io.peerhost.sites;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.blob.Collector;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While the object store is down nothing is half done, and afterwards all goes on. */
@QuarkusTest
@QuarkusTestResource(Parts.class)
class StoreDownTest {
    @Inject
    Leases leases;

    @Inject
    Collector collector;

    @AfterEach
    void open() {
        Gate.shut(false);
    }

    private static void isUnavailable(Response answer) {
        answer.then().statusCode(503).contentType("application/problem+json").header("Retry-After", notNullValue());
    }

    @Test
    void shouldAskTheStoreNothingWhenOnlyTheHeadIsWanted() {
        byte[] large = new byte[700_000];
        Hash hash = Api.store(large);
        Gate.shut(true);

        isUnavailable(Api.service().get("/internal/blobs/" + hash));
        Api.service()
                .head("/internal/blobs/" + hash)
                .then()
                .statusCode(200)
                .header("Content-Length", "700000")
                .header("ETag", '"' + hash.hex() + '"');
    }

    @Test
    void shouldCollectWhatItCanWhenTheStoreIsDown() {
        UUID site = leases.site();
        byte[] kept = "store: kept of many".getBytes(StandardCharsets.UTF_8);
        Api.sendPack(Api.pack(kept, "store: dropped ".repeat(1_000).getBytes(StandardCharsets.UTF_8)));
        Api.change(site, Api.put("kept.txt", "store: kept of many")).then().statusCode(200);
        UUID empty = UUID.randomUUID();
        leases.update("INSERT INTO pack (id, size, created_at) VALUES (?, 3, now() - interval '2 days')", empty);
        leases.age();
        Gate.shut(true);

        collector.collect();

        assertThat(leases.number("SELECT count(*) FROM pack WHERE id = ? AND doomed", empty))
                .as("found empty, though packing anew failed before")
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseForNowAndGoOnLaterWhenTheStoreIsDown() {
        UUID site = leases.site();
        DraftChange put = Api.put("a.txt", "store: before");
        byte[] content = "store: during".getBytes(StandardCharsets.UTF_8);
        Gate.shut(true);

        isUnavailable(given().get("/health/ready"));
        isUnavailable(Api.sendPack(Api.pack(content)));
        Api.change(site, put).then().statusCode(200);
        isUnavailable(Api.tryPublish(site));
        assertThat(leases.number("SELECT count(*) FROM release WHERE site = ?", site))
                .isZero();
        assertThat(leases.number("SELECT count(*) FROM blob WHERE hash = ?", Hash.ofContent(content)))
                .isZero();

        Gate.shut(false);
        Api.sendPack(Api.pack(content)).then().statusCode(200);
        assertThat(Api.publish(site).release().release()).isEqualTo(1);
        given().get("/health/ready").then().statusCode(200);
    }
}
