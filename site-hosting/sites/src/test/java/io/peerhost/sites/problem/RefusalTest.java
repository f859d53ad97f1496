package io.peerhost.sites.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;

import io.peerhost.sites.Api;
import io.peerhost.sites.Parts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever is refused, is refused as problem+json. */
@QuarkusTest
@QuarkusTestResource(Parts.class)
class RefusalTest {
    private static void isProblem(Response answer, int status) {
        answer.then().statusCode(status).contentType("application/problem+json").body("status", is(status));
    }

    @Test
    void shouldAnswerAProblemWhenTheCallerIsNotAService() {
        String path = "/internal/sites/" + UUID.randomUUID();
        isProblem(given().get(path), 401);
        isProblem(given().auth().oauth2("not.a.token").get(path), 401);
        isProblem(given().auth().oauth2(Api.token("portal", "seller")).get(path), 403);
        isProblem(given().auth().oauth2(Api.token("portal")).get("/health/invariants"), 403);
        isProblem(Api.service().get(path), 404);
    }

    @Test
    void shouldServeNoClientButThoseADoorNames() {
        String site = "/internal/sites/" + UUID.randomUUID();
        isProblem(Api.service("edge").get("/internal/blobs/" + "0".repeat(64)), 404);
        isProblem(Api.service("portal").get(site + "/releases"), 404);
        for (String client : List.of("edge", "portal", "billing")) {
            isProblem(Api.service(client).get(site), 403);
            isProblem(Api.service(client).get(site + "/draft"), 403);
            isProblem(Api.service(client).post(site + "/releases"), 403);
            isProblem(Api.service(client).get("/internal/uploads/" + UUID.randomUUID()), 403);
            isProblem(
                    Api.service(client)
                            .contentType("application/json")
                            .body("{\"hashes\":[]}")
                            .post("/internal/blobs/missing"),
                    403);
        }
        isProblem(Api.service("edge").get(site + "/releases"), 403);
        isProblem(Api.service("portal").get("/internal/blobs/" + "0".repeat(64)), 403);
    }

    @Test
    void shouldAnswerAProblemWhenTheRequestFitsNothing() {
        isProblem(Api.service().get("/internal/nothing"), 404);
        isProblem(Api.service().get("/"), 404);
        isProblem(Api.service().get("/internal/sites/not-a-uuid"), 404);
        isProblem(Api.service().delete("/internal/packs"), 405);
        isProblem(Api.service().contentType("application/json").body("{}").post("/internal/packs"), 415);
        isProblem(
                Api.service()
                        .contentType("application/json")
                        .body("{\"hashes\":[\"xyz\"]}")
                        .post("/internal/blobs/missing"),
                400);
        byte[] endless = "1,".repeat(5_000_000).getBytes(StandardCharsets.UTF_8);
        isProblem(Api.send("POST", "/internal/blobs/missing", "application/json", endless), 413);
    }
}
