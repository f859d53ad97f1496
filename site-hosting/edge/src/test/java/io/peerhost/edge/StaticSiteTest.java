package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.RawClient.Answer;
import io.peerhost.protocol.release.Hash;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What visitors of a static site get, over a running edge. */
class StaticSiteTest extends BlogTest {
    private static final String CSS = "body { color: black }\n".repeat(100);

    private byte[] large;

    @BeforeEach
    void publish() throws Exception {
        large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Map<String, byte[]> files = new HashMap<>(TestSite.text(
                "index.html", "<h1>front</h1>",
                "style.css", CSS,
                "docs/index.html", "<h1>docs</h1>",
                "docs/404.html", "no such page in docs",
                "docs/deep/page.html", "deep",
                "404.html", "no such page",
                "with space & ü.txt", "odd",
                ".env", "SECRET=1",
                ".git/config", "[core]",
                "docs/.htpasswd", "a:b",
                "peerhost.yaml", "index: index.html",
                ".well-known/security.txt", "Contact: us",
                ".well-known/apple-app-site-association", "{}",
                "feed.xsl", "<x/>",
                "empty.txt", ""));
        files.put("large.bin", large);
        edge.publish(site, files);
    }

    @Test
    void shouldGiveAFileWithAllItsFieldsWhenAskedPlainly() throws Exception {
        Answer answer = get("/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("<h1>front</h1>");
        assertThat(answer.field("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.field("etag")).isEqualTo("\"" + Hash.ofContent(answer.body()) + "\"");
        assertThat(answer.field("last-modified")).isEqualTo("Tue, 14 Nov 2023 22:13:20 GMT");
        assertThat(answer.field("date")).endsWith(" GMT");
        assertThat(get("/empty.txt").body()).isEmpty();
        assertThat(get("/with%20space%20&%20%C3%BC.txt?x=1").text()).isEqualTo("odd");
    }

    @Test
    void shouldAnswerManyRequestsSentAtOnceInOrder() throws Exception {
        String one = "GET /docs/ HTTP/1.1\r\nHost: BLOG.localhost:8080\r\n\r\n";
        String other = "GET /docs/deep/page.html HTTP/1.1\r\nHost: blog.localhost.\r\n\r\n";
        visitor.send((one + other).repeat(20));
        for (int i = 0; i < 20; i++) {
            assertThat(visitor.answer("GET").text()).isEqualTo("<h1>docs</h1>");
            assertThat(visitor.answer("GET").text()).isEqualTo("deep");
        }
    }

    @Test
    void shouldSayNothingOfTheBodyTwiceWhenAskedByHead() throws Exception {
        Answer answer = visitor.request("HEAD", "blog.localhost", "/large.bin");
        assertThat(answer.field("content-length")).isEqualTo("" + large.length);
        assertThat(get("/").text()).isEqualTo("<h1>front</h1>");
    }

    @Test
    void shouldNotSendAgainWhatTheVisitorHas() throws Exception {
        String tag = get("/").field("etag");
        assertThat(get("/", "If-None-Match: \"x\", W/" + tag).status()).isEqualTo(304);
        assertThat(get("/", "If-None-Match: *").status()).isEqualTo(304);
        assertThat(get("/", "If-None-Match: \"x\"", "If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT")
                        .status())
                .isEqualTo(200);
        Answer unchanged = get("/", "If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT");
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.field("etag")).isEqualTo(tag);
        assertThat(get("/", "If-Modified-Since: Tue, 14 Nov 2023 22:13:19 GMT").status())
                .isEqualTo(200);
        assertThat(get("/", "If-Modified-Since: yesterday").status()).isEqualTo(200);
        assertThat(get("/", "If-Match: \"x\"").status()).isEqualTo(412);
        assertThat(get("/", "If-Match: " + tag).status()).isEqualTo(200);
    }

    @Test
    void shouldNameTheFormTheVisitorHasWhenItIsUnchanged() throws Exception {
        String zipped = get("/style.css", "Accept-Encoding: gzip").field("etag");
        String plain = get("/style.css").field("etag");
        Answer unchanged = get("/style.css", "Accept-Encoding: gzip", "If-None-Match: " + plain + ", " + zipped);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.field("etag")).isEqualTo(zipped);
        assertThat(unchanged.field("vary")).isEqualTo("accept-encoding");
        assertThat(unchanged.field("content-encoding")).isNull();
        assertThat(get("/style.css", "If-None-Match: " + zipped).field("etag")).isEqualTo(zipped);
        assertThat(get("/style.css", "Accept-Encoding: identity", "If-None-Match: " + zipped)
                        .status())
                .as("a cache between must not give gzip to whom it is foreign")
                .isEqualTo(200);
        assertThat(get("/style.css", "Accept-Encoding: gzip", "Range: bytes=0-1", "If-None-Match: " + plain)
                        .status())
                .isEqualTo(304);
    }

    @Test
    void shouldGiveTheRangesAskedForOfSmallAndLargeFiles() throws Exception {
        Answer small = get("/style.css", "Range: bytes=0-3");
        assertThat(small.status()).isEqualTo(206);
        assertThat(small.text()).isEqualTo("body");
        assertThat(small.field("content-range")).isEqualTo("bytes 0-3/" + CSS.length());
        Answer tail = get("/large.bin", "Range: bytes=-10");
        assertThat(tail.body()).isEqualTo(Arrays.copyOfRange(large, large.length - 10, large.length));
        Answer open = get("/large.bin", "Range: bytes=1000000-");
        assertThat(open.body()).isEqualTo(Arrays.copyOfRange(large, 1_000_000, large.length));
        Answer none = get("/large.bin", "Range: bytes=" + large.length + "-");
        assertThat(none.status()).isEqualTo(416);
        assertThat(none.field("content-range")).isEqualTo("bytes */" + large.length);
        assertThat(get("/style.css", "Range: lines=1-2").status()).isEqualTo(200);
        assertThat(get("/style.css", "Range: bytes=,0-3, ").text()).isEqualTo("body");
        assertThat(get("/style.css", "Range: bytes=,").status()).isEqualTo(200);
    }

    @Test
    void shouldGiveSeveralRangesAsPartsWhenAskedForThem() throws Exception {
        for (String file : new String[] {"/style.css", "/large.bin"}) {
            Answer parts = get(file, "Range: bytes=0-1, 4-5, -1");
            assertThat(parts.status()).isEqualTo(206);
            String boundary = parts.field("content-type").replace("multipart/byteranges; boundary=", "");
            String[] pieces = new String(parts.body(), StandardCharsets.ISO_8859_1).split("\r\n--" + boundary);
            assertThat(pieces).hasSize(5);
            assertThat(pieces[2]).contains("content-range: bytes 4-5/");
            assertThat(pieces[4]).isEqualTo("--\r\n");
        }
    }

    @Test
    void shouldIgnoreARangeWhenTheFileIsNoLongerTheOneItWasOf() throws Exception {
        String tag = get("/style.css").field("etag");
        assertThat(get("/style.css", "Range: bytes=0-3", "If-Range: " + tag).status())
                .isEqualTo(206);
        assertThat(get("/style.css", "Range: bytes=0-3", "If-Range: \"old\"").status())
                .isEqualTo(200);
    }

    @Test
    void shouldCompressOnceAndGiveTheFormTheVisitorLikesBest() throws Exception {
        Answer zipped = get("/style.css", "Accept-Encoding: gzip;q=1.0, br;q=0.5");
        assertThat(zipped.field("content-encoding")).isEqualTo("gzip");
        assertThat(zipped.field("vary")).isEqualTo("accept-encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(CSS);
        Answer brotli = get("/style.css", "Accept-Encoding: gzip, deflate, br, zstd");
        assertThat(brotli.field("content-encoding")).isEqualTo("br");
        assertThat(brotli.field("etag")).isNotEqualTo(zipped.field("etag"));
        assertThat(brotli.body().length).isLessThan(zipped.body().length);
        assertThat(get("/style.css", "Accept-Encoding: br;q=0, gzip;q=0").field("content-encoding"))
                .isNull();
        assertThat(get("/large.bin", "Accept-Encoding: gzip").field("content-encoding"))
                .isNull();
        assertThat(get("/style.css", "If-None-Match: " + brotli.field("etag")).status())
                .isEqualTo(304);
    }

    @Test
    void shouldLeadToTheFolderWhenItsSlashIsMissing() throws Exception {
        assertThat(get("/docs?a=b").field("location")).isEqualTo("/docs/?a=b");
        assertThat(get("//docs").field("location")).isEqualTo("/docs/");
        assertThat(get("/docs").status()).isEqualTo(301);
    }

    @Test
    void shouldNotShowSettingsNorWhatToolsLeaveBehind() throws Exception {
        for (String hidden : new String[] {
            "/.env", "/%2eenv", "/docs/../.env", "/.git", "/.git/", "/.git/config", "/docs/.htpasswd", "/peerhost.yaml"
        }) assertThat(get(hidden).text()).as(hidden).isEqualTo("no such page");
        assertThat(get("/.well-known/security.txt").text()).isEqualTo("Contact: us");
    }

    @Test
    void shouldKnowTheTypesThatBrowsersInsistOn() throws Exception {
        assertThat(get("/.well-known/apple-app-site-association").field("content-type"))
                .startsWith("application/json");
        assertThat(get("/feed.xsl").field("content-type")).startsWith("application/xml");
    }

    @Test
    void shouldShowTheNearestNotFoundPage() throws Exception {
        Answer near = get("/docs/deep/nothing");
        assertThat(near.status()).isEqualTo(404);
        assertThat(near.text()).isEqualTo("no such page in docs");
        assertThat(get("/other/nothing").text()).isEqualTo("no such page");
        for (String odd :
                new String[] {"/../../etc/passwd", "/%2e%2e/x", "/docs%2f", "/%00", "/%ff", "/%zz", "/index.html/"})
            assertThat(get(odd).status()).as(odd).isEqualTo(404);
        assertThat(get("/%zz").text()).as("an escape that is none").isEqualTo("no such page");
    }

    @Test
    void shouldSayWhatIsAllowedWhenTheMethodIsAnother() throws Exception {
        Answer refused = visitor.request("DELETE", "blog.localhost", "/", "Accept: application/json");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.field("allow")).isEqualTo("GET, HEAD");
        assertThat(refused.field("content-type")).isEqualTo("application/problem+json");
        assertThat(refused.text()).contains("\"status\":405", "\"detail\"");
    }

    @Test
    void shouldBeClearWhenThereIsNoSuchSite() throws Exception {
        Answer page = visitor.get("nobody.localhost", "/<script>");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.text()).contains("<h1>No such site</h1>", "nobody.localhost");
        Answer ready = visitor.get("127.0.0.1:1", "/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(visitor.get("blog.localhost", "/health/ready").status()).isEqualTo(404);
    }

    @Test
    void shouldShowTheNewReleaseAtOnceWhenThePointerMoves() throws Exception {
        assertThat(get("/").text()).isEqualTo("<h1>front</h1>");
        edge.publish(site, TestSite.text("index.html", "new"));
        assertThat(get("/").text()).isEqualTo("new");
    }

    @Test
    void shouldNotShowBytesThatWereSpoiltOnDisk() throws Exception {
        assertThat(get("/docs/").status()).isEqualTo(200);
        edge.close();
        Hash hash = Hash.ofContent("<h1>docs</h1>".getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("data/blobs").resolve(hash.hex().substring(0, 2)).resolve(hash.hex()), "evil");
        edge = new TestEdge(folder.resolve("data"));
        edge.publish(site, TestSite.text("docs/index.html", "<h1>docs</h1>"));
        visitor = edge.client();
        assertThat(get("/docs/").text()).isEqualTo("<h1>docs</h1>");
    }
}
