package io.peerhost.marketplace.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;

import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class ProblemsTest {
    private final Person alice = Person.called("alice");

    @Test
    void shouldAnswerAProblemWhenNobodyIsSignedIn() {
        requireProblem(given().get("/api/me"), 401);
    }

    @Test
    void shouldAnswerAProblemWhenTheTokenIsForged() {
        String token = alice.token();
        requireProblem(
                given().header("Authorization", "Bearer " + token.substring(0, token.length() - 8) + "AAAAAAAA")
                        .get("/api/me"),
                401);
    }

    @Test
    void shouldAnswerAProblemWhenAProgramAsksForAnAccount() {
        requireProblem(Person.service().does().get("/api/me"), 403);
    }

    @Test
    void shouldAnswerAProblemWhenAPersonUsesTheInnerDoors() {
        requireProblem(alice.sends(Map.of("userName", "x", "publicKey", "y")).post("/internal/ssh/logins"), 403);
    }

    @Test
    void shouldAnswerAProblemWhenThereIsNoSuchPath() {
        requireProblem(alice.does().get("/api/nothing"), 404);
        requireProblem(given().get("/api/agents/0x12/and/more"), 404);
        requireProblem(given().get("/health/wrong"), 404);
    }

    @Test
    void shouldAnswerAProblemWhenTheMethodIsWrong() {
        requireProblem(alice.does().delete("/api/me"), 405);
    }

    @Test
    void shouldAnswerAProblemWhenTheBodyIsNotJson() {
        requireProblem(alice.sends(null).contentType("text/plain").body("hello").post("/api/ssh-keys"), 415);
        requireProblem(
                alice.sends(null)
                        .contentType(ContentType.JSON)
                        .body("{\"name\":")
                        .post("/api/ssh-keys"),
                400);
        requireProblem(alice.sends(null).contentType(ContentType.JSON).post("/api/ssh-keys"), 400);
    }

    @Test
    void shouldNameTheFieldWhenItIsUnknownOrTwice() {
        alice.sends(Map.of("name", "laptop", "publicKey", "x", "comment", "y"))
                .post("/api/ssh-keys")
                .then()
                .statusCode(400)
                .body("detail", containsString("comment"));
        alice.sends(null)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"a\",\"name\":\"b\",\"publicKey\":\"c\"}")
                .post("/api/ssh-keys")
                .then()
                .statusCode(400)
                .body("detail", containsString("name"));
    }

    @Test
    void shouldSayWhatARecordRefusesWhenAnOrderIsWrong() {
        alice.sends(Map.of("name", "Bad Name", "kind", "STATIC"))
                .post("/api/sites")
                .then()
                .statusCode(400)
                .body("detail", containsString("a site's name is"));
    }

    @Test
    void shouldSpeakOfFieldsNotOfClassesWhenTheBodyHasAnotherShape() {
        requireDetail("\"regions\":[\"\",null]", "regions are at most");
        requireDetail("\"resources\":[]", "resources: an object in braces is needed here");
        requireDetail("\"regions\":{}", "regions: a list is needed here");
        requireDetail("\"kind\":\"PERL\"", "kind: one of STATIC, PHP is needed here");
        requireDetail("\"deposit\":\"1.5\"", "deposit: an amount is whole");
        requireDetail("\"name\":7", "name: a text is needed here");
        requireDetail("\"name\"", "it is no JSON, from line 1");
    }

    private void requireDetail(String field, String said) {
        String order = "{\"name\":\"blog\",\"kind\":\"STATIC\",\"resources\":"
                + "{\"cpuMillis\":1,\"memoryMib\":1,\"diskMib\":1},\"maxHourly\":\"1\",\"deposit\":\"1\"}";
        String name = field.split(":")[0];
        String body = name.equals("\"regions\"") || !field.contains(":")
                ? order.replace("{\"name\"", "{" + field + ",\"name\"")
                : order.replaceFirst(name + ":(\\{[^}]*}|\"[^\"]*\")", field);
        alice.sends(null)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/sites")
                .then()
                .statusCode(400)
                .body("detail", containsString(said));
    }

    @Test
    void shouldGiveFiguresAndReadinessWhenAsked() {
        given().get("/health/ready").then().statusCode(200);
        given().get("/health/figures").then().statusCode(200).body("$", hasKey("outbox.pending"));
    }

    @Test
    void shouldDescribeItselfWhenOpenApiIsAsked() {
        given().get("/api/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/api/sites/{name}"))
                .body("openapi", notNullValue());
    }

    private static void requireProblem(Response response, int status) {
        response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("detail", notNullValue())
                .body("type", notNullValue());
    }
}
