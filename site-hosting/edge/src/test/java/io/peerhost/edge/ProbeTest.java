package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.peerhost.edge.route.Replica;
import io.peerhost.edge.route.Routes.Serving;
import io.peerhost.edge.route.SiteRoute;
import io.peerhost.edge.tunnel.Patience;
import io.peerhost.edge.tunnel.PipeTarget;
import io.peerhost.edge.tunnel.TunnelRequest;
import io.peerhost.edge.witness.Probe;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.PageRules;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the edge takes for a pod that is up. */
class ProbeTest {
    private static final Hash RELEASE = Hash.ofContent(new byte[] {1});

    @TempDir
    Path folder;

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final TestSeller seller = new TestSeller();
    private TestTunnels edge;
    private HttpServer pod;

    @BeforeEach
    void start() throws Exception {
        pod = HttpServer.create(TestTunnels.ANY, 0);
        pod.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        pod.start();
        seller.pods.put(RELEASE, pod.getAddress());
        edge = new TestTunnels(folder, _ -> true, 0);
        edge.connect(seller);
    }

    @AfterEach
    void stop() {
        edge.close();
        pod.stop(0);
    }

    private void answers(String path, int status) {
        pod.createContext(path, exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    private boolean up() {
        Replica replica = new Replica(seller.lease, seller.agent(), RELEASE);
        SiteRoute site = new SiteRoute(
                UUID.randomUUID(), "shop", SiteKind.PHP, RELEASE, Instant.EPOCH, PageRules.USUAL, List.of(replica));
        return new Probe(edge.tunnels, null, "localhost").up(new Serving(site, replica));
    }

    @Test
    void shouldBeUpWithoutRunningItsCodeWhenTheSiteIsBroken() {
        answers("/", 500);
        answers("/.peerhost/alive", 204);

        assertThat(up()).isTrue();
        assertThat(asked).containsExactly("/.peerhost/alive");
    }

    @Test
    void shouldNotBeUpWhenSomethingElseThanAPodAnswers() {
        answers("/", 200);

        assertThat(up()).isFalse();
    }

    @Test
    void shouldGiveUpWhenAnAnswerDripsIn() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        pod.createContext("/blobs", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            drip(exchange.getResponseBody(), over);
        });
        PipeTarget target = new PipeTarget(seller.agent(), seller.lease, RELEASE);
        Patience patience = new Patience(Duration.ofSeconds(5), Duration.ofMillis(500));
        try (TunnelRequest request = new TunnelRequest(edge.tunnels, target, "/blobs", "content", patience, false)) {
            assertThatThrownBy(() -> request.body().readAllBytes()).hasMessageContaining("did not answer in time");
        } finally {
            over.countDown();
        }
    }

    private static void drip(OutputStream body, CountDownLatch over) throws IOException {
        try {
            for (int i = 0; i < 500 && !over.await(20, TimeUnit.MILLISECONDS); i++) {
                body.write('x');
                body.flush();
            }
            body.close();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
