package io.peerhost.marketplace.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages over HTTP. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
@QuarkusTestResource(BillingStand.class)
class PortalTest {
    private static final String HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final Pattern TOKEN = Pattern.compile("name=\"form-token\" value=\"([^\"]+)\"");

    private final Person alice = Person.called("alice");

    @TestHTTPResource("/sell/live")
    URI live;

    @Test
    void shouldShowTheMarketWithItsGuardsWhenNobodyIsSignedIn() {
        given().accept(HTML)
                .get("/")
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        allOf(containsString("script-src 'self';"), not(containsString("unsafe"))))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Set-Cookie", allOf(containsString("HTTPOnly"), containsString("SameSite=Lax")))
                .body(containsString("Sign in"), containsString("Machines for rent"));
    }

    @Test
    void shouldDrawEveryPageWhenSomebodyIsSignedIn() {
        for (String page :
                List.of("/", "/sites", "/order", "/order?kind=PHP&size=LARGE&replicas=3", "/sell", "/wallet", "/keys"))
            browser()
                    .get(page)
                    .then()
                    .statusCode(200)
                    .body(containsString(alice.userName()), containsString("</html>"));
    }

    @Test
    void shouldAskForASignInWhenAPageIsAPersonsOwn() {
        for (String page : List.of(
                "/sites", "/sites/blog", "/order", "/sell", "/sell/live", "/sell/machines/0x1", "/wallet", "/keys"))
            given().accept(HTML).redirects().follow(false).get(page).then().statusCode(401);
    }

    @Test
    void shouldLeadToThePageWhenASignInLeadsBackToWhereAFormWasSent() {
        Map.of("/wallet/faucet", "/wallet", "/sell/token", "/sell", "/sites/blog/delete", "/sites/blog")
                .forEach((sent, page) -> browser()
                        .get(sent)
                        .then()
                        .statusCode(303)
                        .header("Location", containsString(page + "?done=again")));
        browser().get("/wallet?done=again").then().body(containsString("You had been signed out"));
    }

    @Test
    void shouldShowTheEpochsWhenAnybodyAudits() {
        given().accept(HTML)
                .get("/audit")
                .then()
                .statusCode(200)
                .body(containsString("/audit/epochs/9"), containsString("paid out"), containsString("before=4"));
        given().accept(HTML).get("/audit/epochs/77").then().statusCode(404).contentType("text/html");
    }

    @Test
    void shouldSayWhatIsAwayWhenTheAuditCannotBeRead() {
        given().accept(HTML)
                .get("/audit?before=1")
                .then()
                .statusCode(503)
                .body(containsString("Bills are not to be had"));
    }

    @Test
    void shouldRefuseAFormWhenItsTokenIsNotTheBrowsers() {
        browser().post("/keys").then().statusCode(403).body(containsString("This form is not from here"));
        Form form = form("/keys");
        form.fields("form-token", "A".repeat(43)).post("/keys").then().statusCode(403);
        browser().formParam("form-token", form.token).post("/keys").then().statusCode(403);
    }

    @Test
    void shouldRegisterOneKeyWhenItsFormIsSentTwice() {
        Form form = form("/keys");
        String once = UUID.randomUUID().toString();
        String key = key();
        for (int i = 0; i < 2; i++)
            form.filled("once", once, "name", "laptop", "key", key)
                    .post("/keys")
                    .then()
                    .statusCode(303)
                    .header("Location", containsString("/keys?done=added"));
        String page = browser().get("/keys").asString();
        assertThat(page.split("Remove laptop", -1)).hasSize(2);
    }

    @Test
    void shouldAskOnceMoreWhenAKeyIsToBeRemoved() {
        form("/keys")
                .filled("once", UUID.randomUUID().toString(), "name", "laptop", "key", key())
                .post("/keys")
                .then()
                .statusCode(303);
        String page = browser().get("/keys").asString();
        assertThat(page).containsPattern("(?s)<details><summary>Remove[^/]*</span>…</summary><form [^>]*/remove\"");
        assertThat(page.replaceAll("(?s)<details>.*?</details>", "")).doesNotContain("/remove\"");
    }

    @Test
    void shouldSayWhatIsWrongWhenAFormIs() {
        form("/keys")
                .filled("once", "a", "name", "laptop", "key", "hello")
                .post("/keys")
                .then()
                .statusCode(422)
                .body(containsString("role=\"alert\""));
        form("/order")
                .filled("once", "b", "name", "Not A Name", "maxHourly", "0.1", "deposit", "1")
                .post("/order")
                .then()
                .statusCode(400)
                .body(containsString("A site&#39;s name is"), containsString("value=\"Not A Name\""));
        form("/order")
                .filled("once", "c", "name", "a-site", "maxHourly", "much", "deposit", "1")
                .post("/order")
                .then()
                .statusCode(400)
                .body(containsString("The highest price is a number of tokens"));
        form("/wallet")
                .filled("once", "d", "to", "0x12", "amount", "1")
                .post("/wallet/withdraw")
                .then()
                .statusCode(400)
                .body(containsString("40 hex digits"));
    }

    @Test
    void shouldShowTheTokenOnceWhenAMachineIsEnrolled() {
        form("/sell")
                .filled()
                .post("/sell/token")
                .then()
                .statusCode(200)
                .body(
                        containsString("java -jar"),
                        containsString("works once"),
                        not(containsString("ENROLMENT_TOKEN")));
        browser().get("/sell").then().body(not(containsString("works once")));
    }

    @Test
    void shouldShowAPageWhenABrowserAsksForWhatIsNotThere() {
        browser()
                .get("/sites/no-such-site")
                .then()
                .statusCode(404)
                .contentType("text/html")
                .body(containsString("<h1>"));
        given().accept(HTML).get("/audit/leases/0x12").then().statusCode(400).contentType("text/html");
        given().accept(HTML).get("/no/such/page").then().statusCode(404).contentType("text/html");
    }

    @Test
    void shouldServeLightAssetsWhenAPageIsOpened() {
        int bytes = 0;
        for (String asset : List.of("peerhost.css", "peerhost.js", "keccak.js", "audit.js", "mark.svg"))
            bytes += given().get("/assets/" + asset)
                    .then()
                    .statusCode(200)
                    .extract()
                    .asByteArray()
                    .length;
        assertThat(bytes).isLessThan(85 * 1024);
    }

    @Test
    void shouldSendThePartWhenAPageListens() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(live)
                .header("Authorization", "Bearer " + alice.token())
                .header("Accept", "text/event-stream")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<java.io.InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while (line.isBlank()) line = lines.readLine();
                assertThat(line).startsWith("data:{\"html\":").contains("No machine yet");
            }
            client.shutdownNow();
        }
    }

    private RequestSpecification browser() {
        return alice.does().accept(HTML).redirects().follow(false);
    }

    private Form form(String page) {
        Response drawn = browser().get(page);
        Matcher found = TOKEN.matcher(drawn.asString());
        assertThat(found.find()).as("a form on " + page).isTrue();
        return new Form(found.group(1), drawn.cookie(FormToken.COOKIE));
    }

    /** A form as a browser has it. */
    private final class Form {
        private final String token;
        private final String cookie;

        Form(String token, String cookie) {
            this.token = token;
            this.cookie = cookie;
        }

        RequestSpecification filled(String... fields) {
            return fields(fields).formParam("form-token", token);
        }

        RequestSpecification fields(String... fields) {
            RequestSpecification request = browser().cookie(FormToken.COOKIE, cookie);
            for (int i = 0; i < fields.length; i += 2) request.formParam(fields[i], fields[i + 1]);
            return request.contentType("application/x-www-form-urlencoded");
        }
    }

    private static String key() {
        byte[] body = new byte[51];
        new SecureRandom().nextBytes(body);
        byte[] head = {0, 0, 0, 11, 's', 's', 'h', '-', 'e', 'd', '2', '5', '5', '1', '9', 0, 0, 0, 32};
        System.arraycopy(head, 0, body, 0, head.length);
        return "ssh-ed25519 " + Base64.getEncoder().encodeToString(body) + " laptop";
    }
}
