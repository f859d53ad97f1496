package io.peerhost.edge.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SitesBlobsTest {
    private static final Hash BLOB = Hash.ofContent(new byte[] {1, 2});

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/protocol/openid-connect/token", exchange -> {
            byte[] token = "{\"access_token\":\"t\",\"expires_in\":60}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        server.createContext("/internal/blobs/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    /** It would hold one of the few places, and every visitor who wants the blob. */
    @Test
    void shouldGiveABlobUpWhenTheRestOfItDoesNotCome() throws Exception {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        HttpClient http = HttpClient.newHttpClient();
        ServiceToken token = new ServiceToken(http, base, "edge", "secret", Clock.systemUTC());
        SitesBlobs sites = new SitesBlobs(http, base, token, Duration.ofSeconds(1));

        try (InputStream in = sites.open(BLOB, 2)) {
            assertThat(in.read()).isEqualTo(1);
            assertThatThrownBy(in::read).hasMessage("It did not come in time");
        }
    }
}
