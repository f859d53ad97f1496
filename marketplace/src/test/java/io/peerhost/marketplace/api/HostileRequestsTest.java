package io.peerhost.marketplace.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.protocol.json.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever is sent to whatever operation: nothing breaks, and every refusal is a problem that says why. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class HostileRequestsTest {
    private static final List<String> IN_PATHS = List.of(
            "00000000-0000-0000-0000-000000000000",
            "0x12",
            "%00",
            "%ff%fe",
            "a%2fb",
            "%f0%9f%a6%9d",
            "x".repeat(300),
            "..;");
    private static final List<String> BODIES = List.of(
            "",
            "null",
            "[]",
            "7",
            "\"text\"",
            "{",
            "{}",
            "{} x",
            "[".repeat(5_000),
            "{\"name\":\"a\\u0000b\",\"publicKey\":\"a\\ud800\"}",
            "{\"amount\":1e1000000000,\"to\":\"0x\"}",
            "{\"release\":99999999999}",
            "{\"name\":1,\"kind\":0,\"resources\":[],\"regions\":{}}");
    private static final byte[] NO_UTF8 = {'{', '"', (byte) 0xff, (byte) 0xc0, '"', ':', '1', '}'};

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Person mallory = Person.called("mallory");

    @TestHTTPResource
    URI base;

    @AfterEach
    void hangUp() {
        http.close();
    }

    @Test
    void shouldAnswerAProblemWhateverThePathOrBodyIs() throws Exception {
        for (String operation : ContractTest.operations().keySet()) {
            String method = operation.split(" ")[0];
            for (String path : paths(operation.split(" ")[1]))
                for (BodyPublisher body : method.equals("POST") ? bodies() : List.of(BodyPublishers.noBody()))
                    requireAnswer(
                            operation,
                            request(path)
                                    .header("Content-Type", "application/json")
                                    .method(method, body));
        }
    }

    @Test
    void shouldAnswerAProblemWhateverTheHeadersAre() throws Exception {
        for (String operation : ContractTest.operations().keySet()) {
            String method = operation.split(" ")[0];
            String path = paths(operation.split(" ")[1]).getFirst();
            for (String[] header : List.of(
                    new String[] {"Accept", "garbage"},
                    new String[] {"Accept", "text/csv"},
                    new String[] {"Content-Type", "garbage"},
                    new String[] {"Content-Type", "application/json;charset=utf-99"},
                    new String[] {"Content-Type", "multipart/form-data"},
                    new String[] {"Authorization", "Basic bWU6bWU="},
                    new String[] {"Authorization", "Bearer"},
                    new String[] {"Authorization", "Bearer opaque"},
                    new String[] {"Authorization", "Bearer ."},
                    new String[] {"Authorization", "Bearer e30.e30."},
                    new String[] {"Authorization", "Bearer e30.e30.e30"},
                    new String[] {"Authorization", "bearer \u00e9.\u00e9.\u00e9"},
                    new String[] {"X-Long", "x".repeat(17_000)}))
                requireAnswer(
                        operation + " " + header[0] + " " + header[1],
                        request(path).setHeader(header[0], header[1]).method(method, BodyPublishers.ofString("{}")));
        }
    }

    @Test
    void shouldNameWhatIsAllowedWhenTheMethodIsNot() throws Exception {
        for (String operation : ContractTest.operations().keySet())
            for (String method : List.of("PUT", "PATCH", "TRACE", "DELETE", "PROPFIND", "GET", "POST")) {
                String path = paths(operation.split(" ")[1]).getFirst();
                HttpResponse<String> answer =
                        requireAnswer(method + " " + path, request(path).method(method, BodyPublishers.noBody()));
                if (answer.statusCode() == 405)
                    assertThat(answer.headers().firstValue("Allow").orElse(""))
                            .as(method + " " + path)
                            .contains(operation.split(" ")[0])
                            .doesNotContain(method);
            }
    }

    @Test
    void shouldAnswerAProblemWhenTheRequestIsTooLarge() throws Exception {
        byte[] large = ("{\"name\":\"" + "x".repeat(1_100_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (BodyPublisher body : List.of(
                BodyPublishers.ofByteArray(large),
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))) {
            HttpResponse<String> answer = requireAnswer(
                    "large",
                    request("/api/ssh-keys")
                            .header("Content-Type", "application/json")
                            .POST(body));
            assertThat(answer.statusCode()).isEqualTo(413);
        }
        assertThat(requireAnswer("long", request("/api/me?" + "x".repeat(9_000)).GET())
                        .statusCode())
                .isEqualTo(414);
        assertThat(requireAnswer(
                                "wide",
                                request("/api/me")
                                        .header("X-Wide", "x".repeat(17_000))
                                        .GET())
                        .statusCode())
                .isEqualTo(431);
    }

    @Test
    void shouldRefuseTheQueryWhenItIsNotOfItsTypeOrSaidTwice() throws Exception {
        for (String query : List.of(
                "limit=0", "limit=201", "limit=x", "limit=", "limit=1&limit=2", "limit=1.5", "after=x", "after="))
            assertThat(requireAnswer(query, request("/api/offers?" + query).GET())
                            .statusCode())
                    .as(query)
                    .isEqualTo(400);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/$", "") + path))
                .header("Authorization", "Bearer " + mallory.token())
                .header(Idempotency.HEADER, "k" + new Random().nextLong());
    }

    private static List<String> paths(String template) {
        return template.contains("{")
                ? IN_PATHS.stream()
                        .map(part -> template.replaceAll("\\{[^}]*}", part))
                        .toList()
                : List.of(template);
    }

    private static List<BodyPublisher> bodies() {
        List<BodyPublisher> bodies = new ArrayList<>();
        for (String body : BODIES) bodies.add(BodyPublishers.ofString(body));
        bodies.add(BodyPublishers.ofByteArray(NO_UTF8));
        return bodies;
    }

    private HttpResponse<String> requireAnswer(String what, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(what).isBetween(200, 499);
        if (answer.statusCode() >= 400) {
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(what + " " + answer.statusCode())
                    .startsWith("application/problem+json");
            JsonNode problem = Json.mapper().readTree(answer.body());
            assertThat(problem.path("status").asInt()).as(what).isEqualTo(answer.statusCode());
            assertThat(problem.path("type").asText()).as(what).startsWith("urn:peerhost:problem:");
            assertThat(problem.path("title").asText()).as(what).isNotEmpty();
            assertThat(problem.path("detail").asText()).as(what).isNotEmpty();
        }
        return answer;
    }
}
