package io.peerhost.marketplace.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.marketplace.stack.KeycloakSignIn;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The portal behind a proxy at 127.0.0.1, and a stranger at 127.0.0.2 who comes past it and writes the same fields. */
@QuarkusTest
@TestProfile(KeycloakSignIn.class)
class BehindProxyTest {
    private static final int ENROLMENTS_A_MINUTE = 60;

    private final HttpClient proxy = from("127.0.0.1");
    private final HttpClient stranger = from("127.0.0.2");

    @TestHTTPResource
    URI base;

    @AfterEach
    void hangUp() {
        proxy.close();
        stranger.close();
    }

    @Test
    void shouldTellTheBrowserToStayWithTlsWhenTheProxySaysThatItWasAskedSo() throws Exception {
        assertThat(home(proxy).headers().firstValue("Strict-Transport-Security"))
                .isPresent();
        assertThat(home(stranger).headers().firstValue("Strict-Transport-Security"))
                .isEmpty();
    }

    @Test
    void shouldCountEachVisitorOfTheProxyButAStrangerOnceWhateverTheAddressTheyName() throws Exception {
        for (int i = 0; i < ENROLMENTS_A_MINUTE; i++) {
            assertThat(enrol(proxy, i).statusCode()).isEqualTo(400);
            assertThat(enrol(stranger, i).statusCode()).isEqualTo(400);
        }
        assertThat(enrol(proxy, ENROLMENTS_A_MINUTE).statusCode()).isEqualTo(400);
        assertThat(enrol(stranger, ENROLMENTS_A_MINUTE).statusCode()).isEqualTo(429);
    }

    private HttpResponse<String> home(HttpClient client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base)
                .header("X-Forwarded-Proto", "https")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> enrol(HttpClient client, int visitor) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/agents/enrolments"))
                .header("X-Forwarded-For", "192.0.2." + visitor)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static HttpClient from(String address) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.ofLiteral(address))
                .build();
    }
}
