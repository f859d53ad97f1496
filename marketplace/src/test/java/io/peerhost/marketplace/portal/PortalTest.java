package io.peerhost.marketplace.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.matchesPattern;
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
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The pages over HTTP. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class PortalTest {
    private static final String HTML = Form.HTML;

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
    void shouldKeepTheCapOnEgressWhenAPriceIsWorkedOut() {
        form("/order")
                .filled("once", "e", "name", "blog", "maxEgressGib", "0.03")
                .post("/order/price")
                .then()
                .statusCode(303)
                .header("Location", endsWith("&maxEgressGib=0.03"));
        browser().get("/order?maxEgressGib=0.03").then().body(containsString("value=\"0.03\""));
        browser().get("/order?maxEgressGib=").then().body(containsString("value=\"0.1\""));
        browser().get("/order?maxEgressGib=much").then().statusCode(200);
    }

    @Test
    void shouldShowWishesAloneInTheAddressWhenAPriceIsWorkedOut() {
        form("/order")
                .filled("once", "e", "name", "blog", "kind", "PHP", "size", "LARGE", "replicas", "2", "regions", "a b")
                .post("/order/price")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/order?name=blog&kind=PHP&size=LARGE&replicas=2&regions=a+b"));
    }

    @Test
    void shouldSayThatTheyAreSignedOutWhenASignOutLeadsBack() {
        browser().get("/sign-in").then().statusCode(303).header("Location", endsWith("/sites"));
        given().accept(HTML).get("/sign-out/done?state=x").then().body(containsString("You are signed out"));
    }

    @Test
    void shouldKeepWhatWasTypedButNoPrivateKeyWhenAKeyIsRefused() {
        form("/keys")
                .filled("once", "f", "name", "desk", "key", "ssh-ed25519 x")
                .post("/keys")
                .then()
                .statusCode(422)
                .body(
                        containsString("value=\"desk\""),
                        containsString("ssh-ed25519 x</textarea>"),
                        containsString("id=\"key-error\""));
        form("/keys")
                .filled("once", "g", "name", "desk", "key", "-----BEGIN OPENSSH PRIVATE KEY----- c2VjcmV0")
                .post("/keys")
                .then()
                .statusCode(422)
                .body(containsString("This is a private key"), not(containsString("c2VjcmV0")));
    }

    @Test
    void shouldRefuseAFormWhenItsTokenIsNotTheBrowsers() {
        browser().post("/keys").then().statusCode(403).body(containsString("This form is not from here"));
        Form form = form("/keys");
        form.fields("form-token", "A".repeat(43)).post("/keys").then().statusCode(403);
        browser().formParam("form-token", form.token()).post("/keys").then().statusCode(403);
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
        assertThat(page)
                .containsPattern(
                        "(?s)<details class=\"ask\"><summary>Remove[^/]*</span>…</summary><form [^>]*/remove\"");
        assertThat(page.replaceAll("(?s)<details class=\"ask\">.*?</details>", ""))
                .doesNotContain("/remove\"");
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
                .body(containsString("The most you pay an hour is a number of tokens"));
        form("/wallet")
                .filled("once", "d", "to", "0x12", "amount", "1")
                .post("/wallet/withdraw")
                .then()
                .statusCode(400)
                .body(containsString("40 hex digits"), containsString("value=\"0x12\""));
    }

    @Test
    void shouldShowTheTokenOnceWhenAMachineIsEnrolled() {
        Response made = form("/sell").filled().post("/sell/token");
        made.then().statusCode(303).header("Location", endsWith("/sell"));
        String token = made.cookie(ShownOnce.COOKIE);
        browser()
                .cookie(ShownOnce.COOKIE, token)
                .get("/sell")
                .then()
                .body(containsString("java -jar"), containsString("works once"), not(containsString("ENROLMENT_TOKEN")))
                .cookie(ShownOnce.COOKIE, "");
        browser().get("/sell").then().body(not(containsString("works once")));
        Form.browser(Person.called("mallory"))
                .cookie(ShownOnce.COOKIE, token)
                .get("/sell")
                .then()
                .body(not(containsString("works once")));
    }

    @Test
    void shouldShowAPageWhenABrowserAsksForWhatIsNotThere() {
        browser()
                .get("/sites/no-such-site")
                .then()
                .statusCode(404)
                .contentType("text/html")
                .body(containsString("<h1>"));
        browser()
                .get("/nope")
                .then()
                .statusCode(404)
                .body(containsString(alice.userName()), containsString("There is no page /nope here"));
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
        given().get("/").then().body(matchesPattern("(?s).*href=\"/assets/peerhost.css\\?v=[0-9a-f]{12}\".*"));
    }

    @Test
    void shouldSendThePartWhenAPageListens() throws IOException {
        assertThat(firstEvent("/sell/live")).startsWith("data:{\"html\":").contains("No machine yet");
    }

    @Test
    void shouldTellThePageWhenItsSiteIsGone() throws IOException {
        assertThat(firstEvent("/sites/no-such-site/live")).contains("\"gone\":true");
    }

    private RequestSpecification browser() {
        return Form.browser(alice);
    }

    private Form form(String page) {
        return Form.of(alice, page);
    }

    private BufferedReader listening(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) live.resolve(path).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + alice.token());
        connection.setRequestProperty("Accept", "text/event-stream");
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    private String firstEvent(String path) throws IOException {
        try (BufferedReader lines = listening(path)) {
            return lines.lines().filter(line -> !line.isBlank()).findFirst().orElseThrow();
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
