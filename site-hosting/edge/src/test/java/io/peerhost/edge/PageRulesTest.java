package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.RawClient.Answer;
import io.peerhost.protocol.release.PageRules;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a site's own {@code peerhost.yaml} changes in how its files answer. */
class PageRulesTest extends BlogTest {
    private static final Map<String, byte[]> FILES = TestSite.text(
            "index.html", "index",
            "home.html", "home",
            "about.html", "about",
            "docs/home.html", "docs",
            "docs/404.html", "near",
            "blog.html", "blog",
            "blog/home.html", "posts",
            "errors/lost.html", "lost");

    @Test
    void shouldShowTheNamedIndexInEachFolder() throws Exception {
        edge.publish(site, FILES, new PageRules("home.html", null, false, null, null));
        assertThat(get("/").text()).isEqualTo("home");
        assertThat(get("/docs/").text()).isEqualTo("docs");
        assertThat(get("/docs").field("location")).isEqualTo("/docs/");
    }

    @Test
    void shouldShowTheNamedPageForWhatIsNotThere() throws Exception {
        edge.publish(site, FILES, new PageRules("index.html", "errors/lost.html", false, null, null));
        Answer lost = get("/docs/nothing");
        assertThat(lost.status()).isEqualTo(404);
        assertThat(lost.text()).isEqualTo("lost");
        assertThat(get("/%zz").text()).isEqualTo("lost");
    }

    @Test
    void shouldShowTheNearestPageWhenTheNamedOneIsNotThere() throws Exception {
        edge.publish(site, FILES, new PageRules("index.html", "gone/lost.html", false, null, null));
        assertThat(get("/docs/nothing").text()).isEqualTo("near");
    }

    @Test
    void shouldShowAFileWithoutItsEndingWhenUrlsAreClean() throws Exception {
        edge.publish(site, FILES, new PageRules("home.html", null, true, null, null));
        assertThat(get("/about").text()).isEqualTo("about");
        assertThat(get("/about").field("content-type")).startsWith("text/html");
        assertThat(get("/about.html").text()).isEqualTo("about");
        assertThat(get("/blog").text()).isEqualTo("blog");
        assertThat(get("/blog/").text()).isEqualTo("posts");
        assertThat(get("/nothing").status()).isEqualTo(404);
    }

    @Test
    void shouldLeadToThePageWhenItsUrlIsCleanButForASlash() throws Exception {
        edge.publish(site, FILES, new PageRules("index.html", null, true, null, null));
        assertThat(get("/about/?a=b").status()).isEqualTo(301);
        assertThat(get("/about/?a=b").field("location")).isEqualTo("/about?a=b");
        assertThat(get("/blog/").field("location")).isEqualTo("/blog");
        assertThat(get("/nothing/").status()).isEqualTo(404);
        edge.publish(site, TestSite.text("about.html", "about"));
        assertThat(get("/about/").status()).isEqualTo(404);
    }

    @Test
    void shouldShowTheFallbackWhereARouteIsAskedFor() throws Exception {
        String app = "<script src=/app.js></script>".repeat(100);
        Map<String, byte[]> files = TestSite.text(
                "index.html", app, "404.html", "lost", "app.js", "run()", "docs/page.html", "page", "docs/a.txt", "a");
        edge.publish(site, files, new PageRules("index.html", null, true, "index.html", null));
        Answer plain = get("/");
        for (String route : new String[] {"/login", "/users/7?tab=posts", "/docs/deep/", "/docs/", "/a/b%20c"}) {
            Answer answer = get(route);
            assertThat(answer.status()).as(route).isEqualTo(200);
            assertThat(answer.text()).as(route).isEqualTo(app);
            assertThat(answer.fields())
                    .as(route)
                    .containsEntry("etag", plain.field("etag"))
                    .containsEntry("cache-control", plain.field("cache-control"))
                    .containsEntry("content-type", "text/html; charset=utf-8");
        }
        assertThat(get("/login", "If-None-Match: " + plain.field("etag")).status())
                .isEqualTo(304);
        assertThat(get("/login", "Accept-Encoding: gzip").field("content-encoding"))
                .isEqualTo("gzip");
        assertThat(visitor.request("HEAD", site.host(), "/login").field("content-length"))
                .isEqualTo("" + app.length());
        for (String file : new String[] {
            "/old.js", "/users/7/photo.png", "/.env", "/.git/HEAD", "/.well-known/security", "/peerhost.yaml", "/%zz"
        }) assertThat(get(file).text()).as(file).isEqualTo("lost");
        assertThat(get("/docs/page/").field("location")).isEqualTo("/docs/page");
        assertThat(get("/docs").field("location")).isEqualTo("/docs/");
        assertThat(visitor.request("POST", site.host(), "/login").status()).isEqualTo(405);
    }

    @Test
    void shouldServeTheDocumentRootAloneWhenThereIsOne() throws Exception {
        Map<String, byte[]> files = TestSite.text(
                "index.html", "source",
                "404.html", "source",
                "package.json", "source",
                "peerhost.yaml", "root: web/dist",
                "web/404.html", "source",
                "web/dist/index.html", "built",
                "web/dist/app.html", "app",
                "web/dist/404.html", "lost",
                "web/dist/docs/a.html", "a",
                "web/dist/docs/404.html", "near");
        edge.publish(site, files, new PageRules("index.html", null, true, null, "web/dist"));
        assertThat(get("/").text()).isEqualTo("built");
        assertThat(get("/docs/a").text()).isEqualTo("a");
        assertThat(get("/docs").field("location")).isEqualTo("/docs/");
        assertThat(get("/docs/a/").field("location")).isEqualTo("/docs/a");
        assertThat(get("/docs/nothing").text()).isEqualTo("near");
        for (String above : new String[] {
            "/package.json",
            "/web/dist/index.html",
            "/web/",
            "/dist/app.html",
            "/../404.html",
            "/docs/../../../package.json",
            "/%2e%2e/%2e%2e/package.json",
            "/peerhost.yaml"
        }) {
            assertThat(get(above).status()).as(above).isEqualTo(404);
            assertThat(get(above).text()).as(above).isEqualTo("lost");
        }
    }

    @Test
    void shouldFindTheNamedPagesWithinTheDocumentRoot() throws Exception {
        Map<String, byte[]> files = TestSite.text(
                "app.html", "source",
                "docs/404.html", "source",
                "package.json", "source",
                "web/dist/app.html", "app",
                "web/dist/docs/404.html", "near");
        edge.publish(site, files, new PageRules("index.html", "docs/404.html", false, "app.html", "web/dist"));
        assertThat(get("/login").text()).isEqualTo("app");
        assertThat(get("/web/dist/").text()).isEqualTo("app");
        assertThat(get("/package.json").text()).isEqualTo("near");
    }

    @Test
    void shouldSayNothingOfWhatIsAboveWhenTheSiteHasNoPageForWhatIsMissing() throws Exception {
        Map<String, byte[]> files = TestSite.text("404.html", "source", "lost.html", "source", "dist/a.html", "a");
        edge.publish(site, files, new PageRules("index.html", "lost.html", false, "404.html", "dist"));
        for (String path : new String[] {"/", "/login", "/lost.html", "/%zz"})
            assertThat(get(path).text()).as(path).doesNotContain("source");
    }

    @Test
    void shouldGiveTheNotFoundPageAsAFileWhenItIsLarge() throws Exception {
        String lost = "<p>nothing here</p>\n".repeat(20_000);
        edge.publish(site, TestSite.text("404.html", lost), PageRules.USUAL);
        Answer plain = get("/nothing", "Range: bytes=0-3");
        assertThat(plain.status()).isEqualTo(404);
        assertThat(plain.text()).isEqualTo(lost);
        assertThat(plain.fields())
                .containsEntry("vary", "accept-encoding")
                .containsEntry("x-content-type-options", "nosniff")
                .doesNotContainKey("accept-ranges");
        Answer zipped = get("/nothing", "Accept-Encoding: gzip", "If-None-Match: *");
        assertThat(zipped.status()).isEqualTo(404);
        assertThat(zipped.field("content-encoding")).isEqualTo("gzip");
        assertThat(zipped.field("etag")).startsWith("\"").isNotEqualTo(plain.field("etag"));
        assertThat(get("/404.html").status()).isEqualTo(200);
    }

    @Test
    void shouldForgetTheRulesOfTheReleaseBefore() throws Exception {
        edge.publish(site, FILES, new PageRules("home.html", null, true, null, null));
        assertThat(get("/about").status()).isEqualTo(200);
        edge.publish(site, TestSite.text("index.html", "new", "about.html", "about"));
        assertThat(get("/").text()).isEqualTo("new");
        assertThat(get("/about").status()).isEqualTo(404);
    }
}
