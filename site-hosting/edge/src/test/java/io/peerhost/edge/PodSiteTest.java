package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.RawClient.Answer;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sites in pods: edge, the agent's real end of the tunnel, and plain web servers as pods. */
class PodSiteTest {
    private static final Hash FIRST = Hash.ofContent(new byte[] {1});
    private static final Hash SECOND = Hash.ofContent(new byte[] {2});

    @TempDir
    Path folder;

    private TestEdge edge;
    private TestSite site;
    private TestSeller seller;
    private TestPod pod;
    private RawClient visitor;

    @BeforeEach
    void start() throws Exception {
        edge = new TestEdge(folder);
        site = new TestSite("shop", SiteKind.PHP);
        pod = edge.opened(new TestPod("pod-a"));
        edge.edge.routes().apply(site.published(FIRST));
        seller = edge.seller(site);
        seller.pods.put(FIRST, pod.address());
        edge.ready(site, seller, FIRST);
        visitor = edge.client();
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    private Answer get(String target, String... fields) throws IOException {
        return visitor.get("shop.localhost:8080", target, fields);
    }

    @Test
    void shouldPassTheRequestOnAndSayWhoAsks() throws Exception {
        Answer answer = get(
                "/cart?id=1",
                "X-Forwarded-For: 6.6.6.6",
                "X_Forwarded_For: 6.6.6.6",
                "Connection: X-Secret, Host, keep-alive",
                "X-Secret: 1",
                "Proxy: evil",
                "Cookie: a=b");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .startsWith("pod-a GET /cart\n")
                .contains("host=[shop.localhost:8080]", "x-forwarded-for=[127.0.0.1]", "x-forwarded-proto=[http]")
                .contains("cookie=[a=b]", "x-request-id=[" + answer.field("x-request-id") + "]")
                .doesNotContain("6.6.6.6", "secret", "evil");
        assertThat(answer.field("x-pod")).isEqualTo("pod-a");
        assertThat(answer.field("transfer-encoding")).isNull();
    }

    @Test
    void shouldNotTellWhichServerThePodRuns() throws Exception {
        Answer answer = get("/");
        assertThat(answer.field("x-pod")).isEqualTo("pod-a");
        assertThat(answer.field("server")).isNull();
    }

    @Test
    void shouldPassAFieldOnOnceWhenItCameInSeveralLines() throws Exception {
        String told =
                get("/", "Cookie: a=1", "X-Two: 1", "Cookie: b=2", "X-Two: 2").text();

        assertThat(told).contains("cookie=[a=1; b=2]", "x-two=[1, 2]");
    }

    @Test
    void shouldUseOnePipeAgainForOneVisitor() throws Exception {
        for (int i = 0; i < 50; i++) assertThat(get("/" + i).text()).startsWith("pod-a GET /" + i);
        assertThat(visitor.request("HEAD", "shop.localhost", "/x").status()).isEqualTo(200);
        assertThat(get("/broken").status()).isEqualTo(500);
        assertThat(get("/after").status()).isEqualTo(200);
    }

    @Test
    void shouldStreamLargeBodiesBothWays() throws Exception {
        byte[] body = new byte[3 << 20];
        new Random(7).nextBytes(body);
        Thread sender = Thread.startVirtualThread(() -> {
            try {
                visitor.send(
                        "POST /echo HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: " + body.length + "\r\n\r\n");
                visitor.send(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Answer answer = visitor.answer("POST");
        sender.join();
        assertThat(answer.body()).isEqualTo(body);
        assertThat(get("/bytes/20000000").body()).hasSize(20_000_000);
        assertThat(seller.egress.sum()).isGreaterThan(23_000_000);
    }

    @Test
    void shouldTakeABodyInChunksAndAfterContinue() throws Exception {
        visitor.send(
                "POST /echo HTTP/1.1\r\nHost: shop.localhost\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
        assertThat(visitor.answer("POST").status()).isEqualTo(100);
        visitor.send("4\r\nwiki\r\n").send("5;x=y\r\npedia\r\n0\r\nTrailer: 1\r\n\r\n");
        assertThat(visitor.answer("POST").text()).isEqualTo("wikipedia");
        assertThat(get("/next").status()).isEqualTo(200);
    }

    @Test
    void shouldRefuseABodyThatIsTooLong() throws Exception {
        visitor.send("POST /echo HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 99999999\r\n\r\n");
        assertThat(visitor.answer("POST").status()).isEqualTo(413);
        assertThat(visitor.ended()).isTrue();
    }

    @Test
    void shouldGoOnWithTheOldReleaseUntilTheNewOneIsReady() throws Exception {
        TestPod next = edge.opened(new TestPod("pod-b"));
        edge.edge.routes().apply(site.published(SECOND));
        edge.edge.routes().apply(site.replica(seller.lease, seller.agent(), ReplicaState.STARTING, SECOND));
        assertThat(get("/").text()).startsWith("pod-a");
        seller.pods.put(SECOND, next.address());
        edge.ready(site, seller, SECOND);
        assertThat(get("/").text()).startsWith("pod-b");
    }

    @Test
    void shouldWaitForAReplicaWhenNoneIsThereYet() throws Exception {
        TestSite other = new TestSite("late", SiteKind.PHP);
        edge.edge.routes().apply(other.published(FIRST));
        visitor.send("GET / HTTP/1.1\r\nHost: late.localhost\r\n\r\n");
        TestSeller late = edge.seller(other);
        late.pods.put(FIRST, pod.address());
        edge.ready(other, late, FIRST);
        Answer answer = visitor.answer("GET");
        // Where the machine is so slow that patience ended first, the visitor is told to come again.
        assertThat(answer.status()).isIn(200, 503);
    }

    @Test
    void shouldSayThatItIsNotReadyWhenNobodyServesIt() throws Exception {
        seller.pods.clear();
        Answer answer = get("/", "Accept: application/json");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.field("retry-after")).isNotNull();
        assertThat(answer.text()).contains("\"status\":503");
    }

    @Test
    void shouldAskAnotherReplicaWhenOneRefusesEvenForAPost() throws Exception {
        TestSeller dead = edge.seller(site);
        edge.ready(site, dead, FIRST);
        for (int i = 0; i < 10; i++) {
            Answer answer = visitor.send("POST /echo HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 3\r\n\r\nabc")
                    .answer("POST");
            assertThat(answer.text()).isEqualTo("abc");
        }
    }

    @Test
    void shouldBringAVisitorBackToTheReplicaThatGaveThemACookieWhileItIsThere() throws Exception {
        TestSeller other = edge.seller(site);
        other.pods.put(FIRST, edge.opened(new TestPod("pod-b")).address());
        edge.ready(site, other, FIRST);
        assertThat(get("/").field("set-cookie")).isNull();

        Answer login = get("/login");
        String cookies = "Cookie: " + login.field("set-cookie").replace(", ", "; ");
        for (int i = 0; i < 20; i++)
            assertThat(get("/", cookies).field("x-pod")).isEqualTo(login.field("x-pod"));
        assertThat(get("/login", cookies).field("set-cookie")).isEqualTo("session=1");

        (login.field("x-pod").equals("pod-a") ? seller : other).close();
        TestEdge.await("one is gone", () -> edge.edge.agents() == 1);
        Answer elsewhere = get("/login", cookies);
        assertThat(elsewhere.field("x-pod")).isNotEqualTo(login.field("x-pod"));
        assertThat(elsewhere.field("set-cookie")).startsWith("session=1, peerhost-replica=");
    }

    @Test
    void shouldNotRepeatAPostThatMayHaveHadAnEffect() throws Exception {
        try (ServerSocket breaking = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(breaking, taken -> taken.getInputStream().readNBytes(10));
            seller.pods.put(FIRST, (InetSocketAddress) breaking.getLocalSocketAddress());
            Answer answer = visitor.send("POST /pay HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 3\r\n\r\nabc")
                    .answer("POST");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(pod.asked).isEmpty();
        }
    }

    @Test
    void shouldPassBytesThroughBothWaysAfterAnUpgrade() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AtomicReference<String> head = new AtomicReference<>("");
            serve(server, taken -> upgraded(taken, head));
            seller.pods.put(FIRST, (InetSocketAddress) server.getLocalSocketAddress());
            visitor.send("GET /socket HTTP/1.1\r\nHost: shop.localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Key: x\r\n\r\n");
            Answer answer = visitor.answer("GET");
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.field("upgrade")).isEqualTo("websocket");
            visitor.send("ping\n");
            assertThat(visitor.line()).isEqualTo("echo ping");
            visitor.send("bye\n");
            assertThat(visitor.line()).isEqualTo("echo bye");
            assertThat(visitor.ended()).isTrue();
            assertThat(head.get()).contains("upgrade: websocket", "sec-websocket-key: x");
        }
    }

    private interface Service {
        void serve(Socket socket) throws IOException;
    }

    /** Whoever connects, the edge's probes too, until the socket is closed. */
    private static void serve(ServerSocket server, Service service) {
        Thread.startVirtualThread(() -> {
            while (!server.isClosed())
                try {
                    Socket taken = server.accept();
                    Thread.startVirtualThread(() -> {
                        try (taken) {
                            service.serve(taken);
                        } catch (IOException e) {
                            // The other side left first.
                        }
                    });
                } catch (IOException e) {
                    return;
                }
        });
    }

    private static char next(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) throw new EOFException();
        return (char) next;
    }

    private static void upgraded(Socket socket, AtomicReference<String> head) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) text.append(next(in));
        if (text.indexOf("/socket") < 0) return;
        head.set(text.toString());
        socket.getOutputStream()
                .write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        for (String said = ""; !said.equals("bye"); ) {
            StringBuilder line = new StringBuilder();
            for (char next = next(in); next != '\n'; next = next(in)) line.append(next);
            said = line.toString();
            socket.getOutputStream().write(("echo " + said + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void shouldLetNoAgentAnswerForALeaseOfAnother() throws Exception {
        TestSeller stranger = edge.opened(new TestSeller());
        stranger.pods.put(FIRST, pod.address());
        int before = edge.edge.agents();
        stranger.dial(edge.edge);
        TestEdge.await("the stranger waits", () -> edge.edge.agents() > before);
        edge.edge
                .routes()
                .apply(site.replica(Bytes32.random(new SecureRandom()), stranger.agent(), ReplicaState.READY, FIRST));
        seller.close();
        TestEdge.await("the seller is gone", () -> edge.edge.agents() == before);
        assertThat(get("/").status()).isEqualTo(503);
    }
}
