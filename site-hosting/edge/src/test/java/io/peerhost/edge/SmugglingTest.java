package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two readers could take for different ones: each is refused, the connection ends, the pod hears of none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTest {
    private static final Hash RELEASE = Hash.ofContent(new byte[] {1});

    private TestEdge edge;
    private TestPod pod;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        edge = new TestEdge(folder);
        TestSite site = new TestSite("shop", SiteKind.PHP);
        pod = edge.opened(new TestPod("pod"));
        edge.edge.routes().apply(site.published(RELEASE));
        TestSeller seller = edge.seller(site);
        seller.pods.put(RELEASE, pod.address());
        edge.ready(site, seller, RELEASE);
    }

    @AfterAll
    void stop() throws Exception {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1|Host: shop.localhost|Content-Length: 4|Transfer-Encoding: chunked||0||",
                "POST / HTTP/1.1|Host: shop.localhost|Transfer-Encoding: chunked|Content-Length: 4||0||",
                "POST / HTTP/1.1|Host: shop.localhost|Content-Length: 4|Content-Length: 5||abcde",
                "POST / HTTP/1.1|Host: shop.localhost|Content-Length: 4|Content-Length: 4||abcd",
                "POST / HTTP/1.1|Host: shop.localhost|Content-Length: 4, 4||abcd",
                "POST / HTTP/1.1|Host: shop.localhost|Content-Length: +4||abcd",
                "POST / HTTP/1.1|Host: shop.localhost|Content-Length: -1||abcd",
                "POST / HTTP/1.1|Host: shop.localhost|Content-Length: 0x4||abcd",
                "POST / HTTP/1.1|Host: shop.localhost|Content-Length: ||abcd",
                "POST / HTTP/1.1|Host: shop.localhost|Content-Length : 4||abcd",
                "POST / HTTP/1.1|Host: shop.localhost|Content-Length: 99999999999999999999||a",
                "POST / HTTP/1.1|Host: shop.localhost|Transfer-Encoding: xchunked||0||",
                "POST / HTTP/1.1|Host: shop.localhost|Transfer-Encoding: chunked, identity||0||",
                "POST / HTTP/1.1|Host: shop.localhost|Transfer-Encoding: gzip, chunked||0||",
                "POST / HTTP/1.1|Host: shop.localhost|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
                "POST / HTTP/1.1|Host: shop.localhost|Transfer-Encoding: \u000bchunked||0||",
                "POST / HTTP/1.1|Host: shop.localhost|Transfer-Encoding : chunked||0||",
                "POST / HTTP/1.1|Host: shop.localhost|Transfer-Encoding:| chunked||0||",
                "POST / HTTP/1.0|Host: shop.localhost|Transfer-Encoding: chunked||0||",
                "GET / HTTP/1.1|Host: shop.localhost|X: a| folded: b||",
                "GET / HTTP/1.1| Host: shop.localhost||",
                "GET / HTTP/1.1|Host: shop.localhost|X: a\u0000b||",
                "GET / HTTP/1.1|Host: shop.localhost|X: a\rX-Other: b||",
                "GET / HTTP/1.1|Host: shop.localhost|X: a\nX-Other: b||",
                "GET / HTTP/1.1|Host: shop.localhost|: a||",
                "GET / HTTP/1.1|Host: shop.localhost|no colon||",
                "GET / HTTP/1.1|Host: shop.localhost|X(: a||",
                "GET / HTTP/1.1||",
                "GET / HTTP/1.1|Host: shop.localhost|Host: shop.localhost||",
                "GET / HTTP/1.1|Host: shop.localhost, blog.localhost||",
                "GET / HTTP/1.1|Host: shop.localhost/x||",
                "GET / HTTP/1.1|Host: a@shop.localhost||",
                "GET / HTTP/1.1|Host: shop.localhost:80x||",
                "GET http:///x HTTP/1.1|Host: shop.localhost||",
                "GET ftp://shop.localhost/ HTTP/1.1|Host: shop.localhost||",
                "GET  / HTTP/1.1|Host: shop.localhost||",
                "GET / HTTP/1.1 |Host: shop.localhost||",
                "GET / x HTTP/1.1|Host: shop.localhost||",
                "GET\t/ HTTP/1.1|Host: shop.localhost||",
                "G(T / HTTP/1.1|Host: shop.localhost||",
                "GET x HTTP/1.1|Host: shop.localhost||",
                "GET /\u0080 HTTP/1.1|Host: shop.localhost||",
                "GET / HTTP/2.0|Host: shop.localhost||",
                "GET / http/1.1|Host: shop.localhost||",
                "GET / HTTP/1.1x|Host: shop.localhost||",
                "GET /|",
                "CONNECT shop.localhost:80 HTTP/1.1|Host: shop.localhost||",
                "GET / HTTP/1.1|Host: shop.localhost|Expect: miracles||",
            })
    void shouldRefuseARequestThatCanBeReadTwoWays(String request) throws Exception {
        String text = request.replace("|", "\r\n");
        if (request.endsWith("|")) text += "\r\n";
        try (RawClient visitor = new RawClient(edge.edge.httpPort())) {
            visitor.send(text + "GET /smuggled HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
            RawClient.Answer answer = visitor.answer("GET");
            assertThat(answer.status()).isBetween(400, 505);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(visitor.ended()).isTrue();
        }
        // What the other test begins may come late, and is no smuggling.
        assertThat(pod.asked).allMatch("POST /echo"::equals);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x|",
                "4|abcdX|",
                "-1|",
                "4 x|abcd|0||",
                "fffffffffffffffff|",
                "1;a\u0000|a|0||",
                "1 |a|0||",
                "0|trailer||",
                "0| folded: a||",
                "4\nabcd\n0\n\n"
            })
    void shouldEndTheConnectionWhenAChunkIsWrong(String chunks) throws Exception {
        try (RawClient visitor = new RawClient(edge.edge.httpPort())) {
            visitor.send("POST /echo HTTP/1.1\r\nHost: shop.localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            visitor.send(chunks.replace("|", "\r\n"));
            assertThat(new String(visitor.in.readAllBytes()))
                    .doesNotContain("HTTP/1.1 2")
                    .contains("400");
        }
    }
}
