package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors who end their side of the connection and go on to listen. */
class HalfCloseTest {
    private static final Hash RELEASE = Hash.ofContent(new byte[] {1});

    @TempDir
    Path folder;

    private TestEdge edge;
    private RawClient visitor;
    private final byte[] large = new byte[8 << 20];

    @BeforeEach
    void start() throws Exception {
        edge = new TestEdge(folder);
        edge.publish(new TestSite("blog", SiteKind.STATIC), Map.of("page.html", "page".getBytes(), "large.bin", large));
        visitor = edge.client();
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    private TestSeller shop() throws Exception {
        TestSite site = new TestSite("shop", SiteKind.PHP);
        edge.edge.routes().apply(site.published(RELEASE));
        TestSeller seller = edge.seller(site);
        edge.ready(site, seller, RELEASE);
        return seller;
    }

    private void says(String text) throws Exception {
        visitor.send(text);
        visitor.socket.shutdownOutput();
    }

    private static String get(String host, String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    @Test
    void shouldAnswerAllThatWasAskedWhenAFileIsNotAtHandYet() throws Exception {
        says(get("blog.localhost", "/page.html") + get("blog.localhost", "/large.bin"));
        assertThat(visitor.answer("GET").text()).isEqualTo("page");
        assertThat(visitor.answer("GET").body()).isEqualTo(large);
        assertThat(visitor.ended()).isTrue();
    }

    @Test
    void shouldAnswerWhenTheReplicaTakesItsTime() throws Exception {
        TestSeller seller = shop();
        says("POST /echo HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 4\r\n\r\nbody");
        seller.pods.put(RELEASE, edge.opened(new TestPod("pod")).address());
        assertThat(visitor.answer("POST").text()).isEqualTo("body");
        assertThat(visitor.ended()).isTrue();
    }

    @Test
    void shouldNotKeepThePodSendingEventsWhenTheVisitorHasLeft() throws Exception {
        try (ServerSocket pod = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            shop().pods.put(RELEASE, new InetSocketAddress(pod.getInetAddress(), pod.getLocalPort()));
            visitor.send(get("shop.localhost", "/events"));
            try (Socket asked = pod.accept()) {
                asked.setSoTimeout(30_000);
                BufferedReader request = new BufferedReader(new InputStreamReader(asked.getInputStream()));
                assertThat(request.readLine()).startsWith("GET /events");
                asked.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n".getBytes());
                assertThat(visitor.line()).contains("200");
                visitor.close();
                assertThat(request.lines()).last().isEqualTo("");
            }
        }
    }

    @Test
    void shouldEndTheConnectionWhenNothingWasAsked() throws Exception {
        visitor.socket.shutdownOutput();
        assertThat(visitor.ended()).isTrue();
        visitor = edge.client();
        assertThat(visitor.get("blog.localhost", "/page.html").text()).isEqualTo("page");
        visitor.socket.shutdownOutput();
        assertThat(visitor.ended()).isTrue();
    }

    @Test
    void shouldEndTheConnectionWhenARequestBreaksOff() throws Exception {
        says("GET / HTTP/1.1\r\nHost: blog");
        assertThat(visitor.ended()).isTrue();
        shop().pods.put(RELEASE, edge.opened(new TestPod("pod")).address());
        visitor = edge.client();
        says("POST /page HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 9\r\n\r\nhalf");
        assertThat(visitor.ended()).isTrue();
    }
}
