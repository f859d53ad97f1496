package io.peerhost.sites;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.release.Hash;
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

    @AfterEach
    void open() {
        Gate.shut(false);
    }

    private static void isUnavailable(Response answer) {
        answer.then().statusCode(503).contentType("application/problem+json").header("Retry-After", notNullValue());
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
