package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.http.Limits;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one visitor may not do to the others. */
class VisitorLimitsTest {
    @TempDir
    Path folder;

    private TestEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = new TestEdge(folder);
        edge.publish(new TestSite("blog", SiteKind.STATIC), TestSite.text("index.html", "front"));
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    @Test
    void shouldEndAConnectionWhoseHeadDripsIn() throws Exception {
        RawClient slow = edge.client();
        slow.send("GET / HTTP/1.1\r\n");
        Thread drip = Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    slow.send("X: y\r\n");
                    Thread.sleep(200);
                }
            } catch (Exception e) {
                // The edge has had enough.
            }
        });
        RawClient.Answer answer = slow.answer("GET");
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.field("connection")).isEqualTo("close");
        assertThat(slow.ended()).isTrue();
        drip.interrupt();
    }

    @Test
    void shouldEndAConnectionThatSaysNothing() throws Exception {
        assertThat(edge.client().ended()).isTrue();
    }

    @Test
    void shouldEndAConnectionWithoutAWordWhenNoNextRequestBegins() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        restart(new Limits(1_000, 4L << 20, minute, Duration.ofSeconds(1), minute, 10_000));
        RawClient visitor = edge.client();
        assertThat(visitor.get("blog.localhost", "/").text()).isEqualTo("front");
        assertThat(visitor.ended()).isTrue();
    }

    @Test
    void shouldSayThatTheTimeIsOverWhenABodyDoesNotComeToItsEnd() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        restart(new Limits(1_000, 4L << 20, minute, minute, Duration.ofSeconds(1), 10_000));
        TestSite shop = new TestSite("shop", SiteKind.PHP);
        Hash release = Hash.ofContent(new byte[] {1});
        edge.edge.routes().apply(shop.published(release));
        TestSeller seller = edge.seller(shop);
        seller.pods.put(release, edge.opened(new TestPod("pod")).address());
        edge.ready(shop, seller, release);
        RawClient visitor = edge.client();
        visitor.send("POST /page HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 9\r\n\r\nhalf");
        RawClient.Answer answer = visitor.answer("POST");
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.field("connection")).isEqualTo("close");
    }

    private void restart(Limits limits) throws Exception {
        edge.close();
        edge = new TestEdge(folder.resolve("other"), limits);
        edge.publish(new TestSite("blog", SiteKind.STATIC), TestSite.text("index.html", "front"));
    }

    @Test
    void shouldRefuseAHeadThatIsTooLong() throws Exception {
        RawClient long1 = edge.client();
        long1.send("GET / HTTP/1.1\r\nHost: blog.localhost\r\nX: " + "y".repeat(40_000) + "\r\n\r\n");
        shouldBe(431, "send fewer or shorter fields", long1.answer("GET"));
        RawClient many = edge.client();
        many.send("GET / HTTP/1.1\r\nHost: blog.localhost\r\n" + "X: y\r\n".repeat(101) + "\r\n");
        shouldBe(431, "send fewer", many.answer("GET"));
        RawClient target = edge.client();
        target.send("GET /" + "y".repeat(9_000) + " HTTP/1.1\r\nHost: blog.localhost\r\n\r\n");
        shouldBe(414, "what is longer goes into a request's body", target.answer("GET"));
    }

    private static void shouldBe(int status, String whatToDo, RawClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.field("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.text()).contains("\"status\":" + status, whatToDo);
    }

    @Test
    void shouldCloseAfterTheAnswerWhenAskedTo() throws Exception {
        RawClient visitor = edge.client();
        RawClient.Answer answer = visitor.get("blog.localhost", "/", "Connection: close");
        assertThat(answer.field("connection")).isEqualTo("close");
        assertThat(visitor.ended()).isTrue();
        RawClient old = edge.client();
        old.send("GET / HTTP/1.0\r\nHost: blog.localhost\r\n\r\n");
        assertThat(old.answer("GET").text()).isEqualTo("front");
        assertThat(old.ended()).isTrue();
    }

    @Test
    void shouldEndWhatIsUnderWayBeforeItGoes() throws Exception {
        RawClient visitor = edge.client();
        assertThat(visitor.get("blog.localhost", "/").status()).isEqualTo(200);
        Thread closing = Thread.startVirtualThread(edge.edge::close);
        assertThat(visitor.ended()).isTrue();
        closing.join();
    }

    @Test
    void shouldTakeAnAbsoluteTarget() throws Exception {
        RawClient visitor = edge.client();
        visitor.send("GET http://blog.localhost/?a HTTP/1.1\r\nHost: other.localhost\r\n\r\n");
        assertThat(visitor.answer("GET").text()).isEqualTo("front");
    }

    @Test
    void shouldKeepAnsweringWhileOthersFloodAndLeave() throws Exception {
        for (String junk :
                List.of("\r\n", "\u0016\u0003\u0001", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\njunk", "\u0000".repeat(1000)))
            try (Socket socket = new Socket("127.0.0.1", edge.edge.httpPort())) {
                socket.getOutputStream().write(junk.getBytes(StandardCharsets.ISO_8859_1));
            }
        assertThat(edge.client().get("blog.localhost", "/").text()).isEqualTo("front");
    }
}
