package io.peerhost.sites.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.Published;
import io.peerhost.protocol.release.Folder;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Parts.class)
class PublishTest {
    @Inject
    Leases leases;

    @Test
    void shouldPublishATreeWhoseNodesAreBlobsWhenTheDraftHasFiles() {
        UUID site = leases.site();
        Api.change(site, Api.put("index.html", "hello"), Api.put("docs/a/b.txt", "deep"))
                .then()
                .statusCode(200);

        Published published = Api.publish(site);

        assertThat(published.fresh()).isTrue();
        assertThat(published.release().release()).isEqualTo(1);
        assertThat(published.release().files()).isEqualTo(2);
        assertThat(published.release().bytes()).isEqualTo(9);
        assertThat(published.release().changed()).isEqualTo(2);
        assertThat(published.release().current()).isTrue();
        Folder root = Folder.decode(Api.blob(published.release().root()).asByteArray());
        assertThat(root.entries()).extracting(Folder.Entry::name).containsExactly("docs", "index.html");
        Folder docs =
                Folder.decode(Api.blob(root.entry("docs").orElseThrow().hash()).asByteArray());
        assertThat(docs.entry("a").orElseThrow().size()).isEqualTo(4);
        assertThat(Api.blob(root.entry("index.html").orElseThrow().hash()).asString())
                .isEqualTo("hello");
    }

    @Test
    void shouldKeepTheReleaseWhenNothingChanged() {
        UUID site = leases.site();
        Api.change(site, Api.put("a.txt", "one")).then().statusCode(200);
        Published first = Api.publish(site);
        Api.change(site, Api.put("a.txt", "two")).then().statusCode(200);
        Api.change(site, Api.put("a.txt", "one")).then().statusCode(200);

        Published second = Api.publish(site);

        assertThat(second.fresh()).isFalse();
        assertThat(second.release()).isEqualTo(first.release());
    }

    @Test
    void shouldCountFilesThatDifferWhenASecondReleaseIsPublished() {
        UUID site = leases.site();
        Api.change(
                        site,
                        Api.put("same/x.txt", "same"),
                        Api.put("gone/1.txt", "g1"),
                        Api.put("gone/2.txt", "g2"),
                        Api.put("edit.txt", "before"))
                .then()
                .statusCode(200);
        Api.publish(site);
        Api.change(site, new DraftChange.Remove("gone"), Api.put("edit.txt", "after"), Api.put("new/3.txt", "n"))
                .then()
                .statusCode(200);

        assertThat(Api.publish(site).release().changed()).isEqualTo(4);
    }

    @Test
    void shouldMovePointerAndTellWhenRolledBack() {
        UUID site = leases.site();
        Api.change(site, Api.put("a.txt", "one")).then().statusCode(200);
        Api.publish(site);
        Api.change(site, Api.put("a.txt", "two")).then().statusCode(200);
        Api.publish(site);

        Api.point(site, null)
                .then()
                .statusCode(200)
                .body("release", Matchers.is(1))
                .body("current", Matchers.is(true));

        Api.service()
                .get("/internal/sites/" + site + "/releases")
                .then()
                .statusCode(200)
                .body("release", Matchers.is(List.of(2, 1)))
                .body("current", Matchers.is(List.of(false, true)));
        Api.point(site, null).then().statusCode(404).contentType("application/problem+json");
        Api.point(site, 7).then().statusCode(404);
        Api.point(site, 2).then().statusCode(200);
        assertThat(leases.number("SELECT move FROM site WHERE id = ?", site)).isEqualTo(4);
    }

    @Test
    void shouldSayWhereWhenTheManifestIsWrong() {
        UUID site = leases.site();
        Api.change(site, Api.put("peerhost.yaml", "index: home.html\npublish:\n  after: 3s\n"))
                .then()
                .statusCode(200);

        Api.tryPublish(site)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("line", Matchers.is(3))
                .body("column", Matchers.is(3));
        assertThat(leases.number("SELECT count(*) FROM release WHERE site = ?", site))
                .isZero();
    }

    @Test
    void shouldSayWhereWhenTheFallbackIsNoFileOfTheSite() {
        UUID site = leases.site();
        Api.change(site, Api.put("app/index.html", "app"), Api.put("peerhost.yaml", "index: a.html\nfallback: app\n"))
                .then()
                .statusCode(200);

        Api.tryPublish(site).then().statusCode(422).body("line", Matchers.is(2)).body("column", Matchers.is(11));
        assertThat(leases.number("SELECT count(*) FROM release WHERE site = ?", site))
                .isZero();
    }

    @Test
    void shouldSayWhereAndWhatToDoWhenTheRootHoldsNoFilesOfTheSite() {
        UUID site = leases.site();
        Api.change(
                        site,
                        Api.put("dist", "a file"),
                        Api.put("dist-old/index.html", "old"),
                        Api.put("repo/.git/HEAD", "ref"),
                        new DraftChange.MakeFolder("empty", 0))
                .then()
                .statusCode(200);

        for (String root : List.of("dist", "repo", "repo/.git", "empty", "nothing")) {
            Api.change(site, Api.put("peerhost.yaml", "index: a.html\nroot: " + root + "\n"))
                    .then()
                    .statusCode(200);
            Api.tryPublish(site)
                    .then()
                    .statusCode(422)
                    .body("line", Matchers.is(2))
                    .body("column", Matchers.is(7))
                    .body("detail", Matchers.containsString("no folder " + root + " with files in it: put it there"));
        }
        assertThat(leases.number("SELECT count(*) FROM release WHERE site = ?", site))
                .isZero();
    }

    @Test
    void shouldLookForTheFallbackBelowTheRoot() {
        UUID site = leases.site();
        Api.change(
                        site,
                        Api.put("index.html", "top"),
                        Api.put("dist/a.html", "a"),
                        Api.put("peerhost.yaml", "root: dist\nfallback: index.html\n"))
                .then()
                .statusCode(200);

        Api.tryPublish(site)
                .then()
                .statusCode(422)
                .body("line", Matchers.is(2))
                .body("detail", Matchers.containsString("there is no file dist/index.html"));
        Api.change(site, Api.put("dist/index.html", "app")).then().statusCode(200);
        assertThat(Api.publish(site).fresh()).isTrue();
    }

    @Test
    void shouldPublishNothingThatNoReplicaHasTheDiskFor() {
        UUID site = leases.site();
        Api.change(site, Api.put("a.txt", "hello")).then().statusCode(200);
        leases.update("UPDATE site SET quota_bytes = 4 WHERE id = ?", site);

        Api.tryPublish(site)
                .then()
                .statusCode(422)
                .body("type", Matchers.is("urn:peerhost:problem:quota-exceeded"))
                .body(
                        "detail",
                        Matchers.is("The draft has 5 bytes, more than the 4 bytes of disk reserved for the site."
                                + " Remove files, or order a site with more disk."));
        assertThat(leases.number("SELECT count(*) FROM release WHERE site = ?", site))
                .isZero();
    }

    @Test
    void shouldKeepWhatVisitorsGetWhenTheDraftWasEmptied() {
        UUID site = leases.site();
        Api.change(site, Api.put("docs/a.txt", "hello")).then().statusCode(200);
        Api.publish(site);
        Api.change(site, new DraftChange.Remove("docs/a.txt")).then().statusCode(200);

        Api.tryPublish(site)
                .then()
                .statusCode(409)
                .body("type", Matchers.is("urn:peerhost:problem:nothing-to-publish"));
        assertThat(leases.number("SELECT current_release FROM site WHERE id = ?", site))
                .isEqualTo(1);
    }

    @Test
    void shouldLeaveTheRepositoryOutWhenItWasSentToo() {
        UUID site = leases.site();
        Api.change(
                        site,
                        Api.put("index.html", "hello"),
                        Api.put(".gitignore", "x"),
                        Api.put(".git/HEAD", "ref"),
                        Api.put(".git/objects/ab/cd", "object"),
                        Api.put("sub/.git", "gitdir: ../.git/modules/sub"),
                        Api.put("sub/a.git/page", "1"))
                .then()
                .statusCode(200);

        Published published = Api.publish(site);

        assertThat(published.release().files()).isEqualTo(3);
        assertThat(published.release().bytes()).isEqualTo(7);
        Folder root = Folder.decode(Api.blob(published.release().root()).asByteArray());
        assertThat(root.entries()).extracting(Folder.Entry::name).containsExactly(".gitignore", "index.html", "sub");
        Api.change(site, Api.put(".git/HEAD", "other")).then().statusCode(200);
        assertThat(Api.publish(site).fresh()).isFalse();
        Api.change(site, new DraftChange.Move(".git/objects", "objects")).then().statusCode(200);
        assertThat(Api.publish(site).release().files()).isEqualTo(4);
    }

    @Test
    void shouldTellEdgesHowTheReleasesFilesAnswer() {
        UUID site = leases.site();
        String manifest =
                "root: web\nindex: home.html\nnotFound: errors/lost.html\ncleanUrls: true\nfallback: app/app.html\n";
        Api.change(site, Api.put("peerhost.yaml", manifest), Api.put("web/app/app.html", "app"))
                .then()
                .statusCode(200);
        Api.publish(site);
        Api.change(site, Api.put("peerhost.yaml", "cleanUrls: false\n")).then().statusCode(200);
        Api.publish(site);
        Api.point(site, 1).then().statusCode(200);

        assertThat(leases.number(
                        "SELECT count(*) FROM release WHERE site = ? AND number = 1 AND index_file = 'home.html'"
                                + " AND not_found = 'errors/lost.html' AND clean_urls AND fallback = 'app/app.html' AND document_root = 'web'",
                        site))
                .isEqualTo(1);
        assertThat(leases.number(
                        "SELECT count(*) FROM release WHERE site = ? AND number = 2 AND index_file = 'index.html'"
                                + " AND not_found IS NULL AND NOT clean_urls AND fallback IS NULL AND document_root IS NULL",
                        site))
                .isEqualTo(1);
    }

    @Test
    void shouldStepBackOnceWhenARollbackIsSentTwiceWithOneKey() {
        UUID site = leases.site();
        for (String text : List.of("one", "two", "three")) {
            Api.change(site, Api.put("a.txt", text)).then().statusCode(200);
            Api.publish(site);
        }

        for (int i = 0; i < 2; i++)
            Api.service()
                    .contentType("application/json")
                    .header("Idempotency-Key", "back")
                    .body("{\"release\":null}")
                    .post("/internal/sites/" + site + "/pointer")
                    .then()
                    .statusCode(200)
                    .body("release", Matchers.is(2));
    }
}
