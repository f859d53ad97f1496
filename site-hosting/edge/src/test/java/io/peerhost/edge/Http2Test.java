package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.http.Limits;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same sites by HTTP/2 (prior knowledge). */
class Http2Test {
    private static final Hash RELEASE = Hash.ofContent(new byte[] {1});

    @TempDir
    Path folder;

    private TestEdge edge;
    private H2Client visitor;
    private byte[] large;

    @BeforeEach
    void start() throws Exception {
        edge = new TestEdge(folder);
        large = new byte[2 << 20];
        new Random(3).nextBytes(large);
        Map<String, byte[]> files = new HashMap<>(TestSite.text("index.html", "front"));
        files.put("large.bin", large);
        edge.publish(new TestSite("blog", SiteKind.STATIC), files);
        visitor = edge.opened(new H2Client(edge.edge.httpPort()));
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    private void shop() throws Exception {
        TestSite site = new TestSite("shop", SiteKind.PHP);
        TestPod pod = edge.opened(new TestPod("pod"));
        edge.edge.routes().apply(site.published(RELEASE));
        TestSeller seller = edge.seller(site);
        seller.pods.put(RELEASE, pod.address());
        edge.ready(site, seller, RELEASE);
    }

    @Test
    void shouldGiveFilesSmallAndLarge() throws Exception {
        H2Client.Answer front = visitor.get("blog.localhost", "/", Map.of());
        assertThat(front.status()).isEqualTo("200");
        assertThat(front.text()).isEqualTo("front");
        assertThat(front.field("etag")).startsWith("\"");
        assertThat(visitor.get("blog.localhost", "/large.bin", Map.of()).body()).isEqualTo(large);
        assertThat(visitor.get("blog.localhost", "/large.bin", Map.of("range", "bytes=5-9"))
                        .body())
                .hasSize(5);
        assertThat(visitor.get("blog.localhost", "/", Map.of("if-none-match", front.field("etag")))
                        .status())
                .isEqualTo("304");
        assertThat(visitor.get("nobody.localhost", "/", Map.of()).status()).isEqualTo("404");
    }

    @Test
    void shouldAskPodsAndTakeBodies() throws Exception {
        shop();
        H2Client.Answer page = visitor.get("shop.localhost", "/page", Map.of("cookie", "a=b"));
        assertThat(page.text()).startsWith("pod GET /page").contains("host=[shop.localhost]", "cookie=[a=b]");
        assertThat(page.field("connection")).isNull();
        byte[] body = "body ".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        assertThat(visitor.post("shop.localhost", "/echo", body).body()).isEqualTo(body);
    }

    @Test
    void shouldRefuseFieldsThatWouldBecomeOthersOnTheWay() throws Exception {
        shop();
        assertThat(visitor.get("shop.localhost", "/", Map.of("transfer-encoding", "chunked"))
                        .status())
                .isEqualTo("reset");
        assertThat(visitor.get("shop.localhost", "/", Map.of("x", "a\r\ny: b")).status())
                .isEqualTo("reset");
        assertThat(visitor.get("shop.localhost", "/a b", Map.of()).status()).isEqualTo("reset");
        assertThat(visitor.get("shop.localhost", "/", Map.of("host", "blog.localhost"))
                        .status())
                .isEqualTo("reset");
        assertThat(visitor.get("shop.localhost", "/", Map.of()).status()).isEqualTo("200");
    }

    @Test
    void shouldSayWhyARequestIsRefusedWhenItIsWellFormed() throws Exception {
        String host = "blog.localhost";
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 101; i++) many.put("x-" + i, "y");
        assertThat(visitor.get(host, "/" + "y".repeat(9_000), Map.of()).status())
                .isEqualTo("414");
        assertThat(visitor.get(host, "/", many).status()).isEqualTo("431");
        H2Client.Answer heavy = visitor.get(host, "/", Map.of("x", "y".repeat(40_000)));
        assertThat(heavy.status()).isEqualTo("431");
        assertThat(heavy.text()).contains("\"status\":431", "send fewer or shorter fields");
        assertThat(visitor.get("a@blog.localhost", "/", Map.of()).status()).isEqualTo("400");
        assertThat(visitor.get(host, "/", Map.of("expect", "miracles")).status())
                .isEqualTo("417");
        H2Client.Answer tooLong = visitor.post(host, "/", new byte[5 << 20], Map.of("content-length", "" + (5 << 20)));
        assertThat(tooLong.status()).isEqualTo("413");
        assertThat(tooLong.text()).contains("\"title\":\"Content Too Large\"");
        assertThat(visitor.get(host, "/", Map.of("content-length", "many")).status())
                .isEqualTo("reset");
        assertThat(visitor.get(host, "/", Map.of()).status()).isEqualTo("200");
    }

    @Test
    void shouldPassOnNoBodyThatIsNotAsLongAsItSays() throws Exception {
        shop();
        byte[] hidden = "GET /hidden HTTP/1.1\r\nhost: shop.localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        for (String claimed : new String[] {"0", "4", "4000"})
            assertThat(visitor.post("shop.localhost", "/echo", hidden, Map.of("content-length", claimed))
                            .status())
                    .as("content-length " + claimed)
                    .isEqualTo("reset");
        assertThat(visitor.get("shop.localhost", "/after", Map.of()).text()).startsWith("pod GET /after");
    }

    @Test
    void shouldEndAStreamAloneWhenItsVisitorNeitherSendsNorTakes() throws Exception {
        edge.close();
        Duration minutes = Duration.ofMinutes(5);
        edge = new TestEdge(
                folder.resolve("impatient"),
                new Limits(1_000, 4L << 20, minutes, minutes, Duration.ofSeconds(1), 10_000));
        edge.publish(new TestSite("blog", SiteKind.STATIC), Map.of("large.bin", large, "empty.txt", new byte[0]));
        shop();
        H2Client visitor = edge.opened(new H2Client(edge.edge.httpPort(), 0));

        assertThat(visitor.begin("shop.localhost", "/echo").status()).isEqualTo("reset");
        assertThat(visitor.get("blog.localhost", "/large.bin", Map.of()).status())
                .isEqualTo("reset");
        assertThat(visitor.get("blog.localhost", "/empty.txt", Map.of()).status())
                .isEqualTo("200");
    }
}
