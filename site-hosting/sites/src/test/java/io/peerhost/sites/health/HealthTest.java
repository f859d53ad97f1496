package io.peerhost.sites.health;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.peerhost.sites.blob.Blobs;
import io.peerhost.sites.blob.Extent;
import io.peerhost.sites.blob.ObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Parts.class)
class HealthTest {
    @Inject
    Leases leases;

    @Inject
    Blobs blobs;

    @Inject
    ObjectStore store;

    @Test
    void shouldBeReadyAndCaughtUpWhenAllPartsAnswer() {
        given().get("/health/ready").then().statusCode(200);
        Leases.await(() -> {
            var figures = given().get("/health/figures")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            return figures.getInt("'outbox.pending'") == 0 && figures.getInt("'inbox.lag'") == 0;
        });
    }

    @Test
    void shouldNameTheBlobWhenItsBytesChangedInTheStore() throws FileNotFoundException {
        UUID site = leases.site();
        Hash hash = Api.store("health: true bytes");
        Api.change(site, Api.put("a.txt", "health: true bytes")).then().statusCode(200);
        Api.publish(site);
        Api.service().get("/health/invariants").then().statusCode(200).body("holds", everyItem(is(true)));
        Extent where = blobs.locate(hash).extents().getFirst();
        int length = (int) (where.packOffset() + where.size());
        byte[] pack = store.read(where.pack(), 0, length);
        byte[] spoiled = pack.clone();
        spoiled[length - 1]++;
        store.put(where.pack(), spoiled, length);

        List<Map<String, Object>> invariants = Api.service()
                .get("/health/invariants")
                .then()
                .statusCode(200)
                .extract()
                .path("");
        store.put(where.pack(), pack, length);

        assertThat(invariants)
                .filteredOn(invariant -> invariant.get("holds").equals(false))
                .singleElement()
                .extracting(invariant -> invariant.get("detail").toString())
                .asString()
                .contains(hash.hex());
    }
}
