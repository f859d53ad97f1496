package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.RawClient.Answer;
import io.peerhost.protocol.release.ReleaseEvent;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What methods and fields of a request mean for files, to the letter. */
class StaticFieldsTest extends BlogTest {
    private static final byte[] LARGE = "{\"a\":1}\n".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, byte[]> FILES = Map.of("index.html", "front".getBytes(), "large.json", LARGE);

    @BeforeEach
    void publish() throws Exception {
        edge.publish(site, FILES);
    }

    private int since(String date) throws Exception {
        return get("/", "If-Modified-Since: " + date).status();
    }

    @Test
    void shouldGiveAFileAgainUnlessTheVisitorNamesItsExactDate() throws Exception {
        assertThat(since("Tue, 14 Nov 2023 22:13:20 GMT")).isEqualTo(304);
        assertThat(since("Tuesday, 14-Nov-23 22:13:20 GMT")).isEqualTo(304);
        assertThat(since("Tue, 14 Nov 2023 22:13:21 GMT"))
                .as("the visitor may have what came between, and was rolled back")
                .isEqualTo(200);
    }

    @Test
    void shouldNotDateAFileAfterItsRelease() throws Exception {
        ReleaseEvent usual = site.published(edge.publish(site, FILES).root());
        ReleaseEvent early = new ReleaseEvent(
                usual.event(),
                usual.site(),
                usual.siteName(),
                usual.kind(),
                usual.move(),
                usual.release(),
                usual.root(),
                usual.files(),
                usual.bytes(),
                usual.hosts(),
                usual.pages(),
                Instant.ofEpochSecond(TestSite.MODIFIED - 60));
        edge.edge.routes().apply(early);
        assertThat(get("/").field("last-modified")).isEqualTo("Tue, 14 Nov 2023 22:12:20 GMT");
    }

    @Test
    void shouldTakeNumbersOfRangesHoweverLongTheyAre() throws Exception {
        String nines = "9".repeat(20);
        assertThat(get("/", "Range: bytes=" + nines + "-").status()).isEqualTo(416);
        assertThat(get("/", "Range: bytes=2-" + nines).text()).isEqualTo("ont");
        assertThat(get("/", "Range: bytes=-" + nines).status()).isEqualTo(206);
        assertThat(get("/", "Range: bytes=" + "0".repeat(30) + "1-1").text()).isEqualTo("r");
    }

    @Test
    void shouldCompressLargeTextToo() throws Exception {
        Answer zipped = get("/large.json", "Accept-Encoding: gzip");
        assertThat(zipped.field("content-encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .isEqualTo(LARGE);
    }

    @Test
    void shouldTellMethodsItDoesNotKnowFromThoseNotAllowed() throws Exception {
        Answer unknown = visitor.request("BREW", site.host(), "/");
        assertThat(unknown.status()).isEqualTo(501);
        assertThat(visitor.request("PATCH", site.host(), "/").status()).isEqualTo(405);
        Answer options = visitor.request("OPTIONS", "nobody.localhost", "*");
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.field("allow")).contains("GET");
        assertThat(options.body()).isEmpty();
    }

    @Test
    void shouldNameStatusesAsTheyAreNamedToday() throws Exception {
        visitor.send("GET / HTTP/1.1\r\nHost: " + site.host() + "\r\nRange: bytes=9-\r\n\r\n");
        assertThat(visitor.line()).isEqualTo("HTTP/1.1 416 Range Not Satisfiable");
        RawClient trailing = edge.client();
        trailing.send("GET / HTTP/1.1 \r\nHost: " + site.host() + "\r\n\r\n");
        assertThat(trailing.line()).isEqualTo("HTTP/1.1 400 Bad Request");
    }
}
