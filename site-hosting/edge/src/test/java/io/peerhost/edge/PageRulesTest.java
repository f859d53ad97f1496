package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.RawClient.Answer;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.PageRules;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site's own {@code peerhost.yaml} changes in how its files answer. */
class PageRulesTest {
    private static final Map<String, byte[]> FILES = TestSite.text(
            "index.html", "index",
            "home.html", "home",
            "about.html", "about",
            "docs/home.html", "docs",
            "docs/404.html", "near",
            "blog.html", "blog",
            "blog/home.html", "posts",
            "errors/lost.html", "lost");

    @TempDir
    Path folder;

    private TestEdge edge;
    private TestSite site;
    private RawClient visitor;

    @BeforeEach
    void start() throws Exception {
        edge = new TestEdge(folder);
        site = new TestSite("blog", SiteKind.STATIC);
        visitor = edge.client();
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    private Answer get(String target) throws Exception {
        return visitor.get("blog.localhost", target);
    }

    @Test
    void shouldShowTheNamedIndexInEachFolder() throws Exception {
        edge.publish(site, FILES, new PageRules("home.html", null, false));
        assertThat(get("/").text()).isEqualTo("home");
        assertThat(get("/docs/").text()).isEqualTo("docs");
        assertThat(get("/docs").field("location")).isEqualTo("/docs/");
    }

    @Test
    void shouldShowTheNamedPageForWhatIsNotThere() throws Exception {
        edge.publish(site, FILES, new PageRules("index.html", "errors/lost.html", false));
        Answer lost = get("/docs/nothing");
        assertThat(lost.status()).isEqualTo(404);
        assertThat(lost.text()).isEqualTo("lost");
        assertThat(get("/%zz").text()).isEqualTo("lost");
    }

    @Test
    void shouldShowTheNearestPageWhenTheNamedOneIsNotThere() throws Exception {
        edge.publish(site, FILES, new PageRules("index.html", "gone/lost.html", false));
        assertThat(get("/docs/nothing").text()).isEqualTo("near");
    }

    @Test
    void shouldShowAFileWithoutItsEndingWhenUrlsAreClean() throws Exception {
        edge.publish(site, FILES, new PageRules("home.html", null, true));
        assertThat(get("/about").text()).isEqualTo("about");
        assertThat(get("/about").field("content-type")).startsWith("text/html");
        assertThat(get("/about.html").text()).isEqualTo("about");
        assertThat(get("/blog").text()).isEqualTo("blog");
        assertThat(get("/blog/").text()).isEqualTo("posts");
        assertThat(get("/nothing").status()).isEqualTo(404);
    }

    @Test
    void shouldLeadToThePageWhenItsUrlIsCleanButForASlash() throws Exception {
        edge.publish(site, FILES, new PageRules("index.html", null, true));
        assertThat(get("/about/?a=b").status()).isEqualTo(301);
        assertThat(get("/about/?a=b").field("location")).isEqualTo("/about?a=b");
        assertThat(get("/blog/").field("location")).isEqualTo("/blog");
        assertThat(get("/nothing/").status()).isEqualTo(404);
        edge.publish(site, TestSite.text("about.html", "about"));
        assertThat(get("/about/").status()).isEqualTo(404);
    }

    @Test
    void shouldForgetTheRulesOfTheReleaseBefore() throws Exception {
        edge.publish(site, FILES, new PageRules("home.html", null, true));
        assertThat(get("/about").status()).isEqualTo(200);
        edge.publish(site, TestSite.text("index.html", "new", "about.html", "about"));
        assertThat(get("/").text()).isEqualTo("new");
        assertThat(get("/about").status()).isEqualTo(404);
    }
}
