package io.peerhost.sites.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.peerhost.sites.blob.Collector;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A site may hold 1,000 bytes, each release has 900 of its own: three of them are kept. */
@QuarkusTest
@QuarkusTestResource(Parts.class)
class RetirementTest {
    @Inject
    Leases leases;

    @Inject
    Collector collector;

    private String content(UUID site, int release) {
        return (site + " " + release + " ").repeat(30).substring(0, 900);
    }

    private boolean stored(UUID site, int release) {
        return leases.number(
                        "SELECT count(*) FROM blob WHERE hash = ?",
                        Hash.ofContent(content(site, release).getBytes(StandardCharsets.UTF_8)))
                == 1;
    }

    private UUID siteWithReleases(int count) {
        UUID site = leases.site();
        leases.update("UPDATE site SET quota_bytes = 1000 WHERE id = ?", site);
        for (int release = 1; release <= count; release++) {
            Api.change(site, Api.put("page.html", content(site, release)))
                    .then()
                    .statusCode(200);
            Api.publish(site);
        }
        return site;
    }

    /** As if visitors had got the current release for two hours, and all that is stored had been for two days. */
    private void collect(UUID site) {
        leases.update(
                "UPDATE release SET left_at = left_at - interval '2 hours' WHERE site = ? AND left_at IS NOT NULL",
                site);
        leases.age();
        collector.collect();
    }

    private List<Integer> kept(UUID site) {
        String answer = Api.service()
                .get("/internal/sites/" + site + "/releases")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return Stream.of(Json.read(answer, ReleaseSummary[].class))
                .filter(release -> release.retiredAt() == null)
                .map(ReleaseSummary::release)
                .toList();
    }

    @Test
    void shouldKeepTheNewestWhenAllHoldSeveralTimesTheDisk() {
        UUID site = siteWithReleases(6);

        collect(site);

        assertThat(kept(site)).containsExactly(6, 5, 4);
        assertThat(stored(site, 3)).isFalse();
        assertThat(stored(site, 4)).isTrue();
        Api.point(site, 3).then().statusCode(422).body("type", is("urn:peerhost:problem:release-not-kept"));
        Api.point(site, 4).then().statusCode(200);
        Api.service().get("/health/invariants").then().statusCode(200).body("holds", everyItem(is(true)));
    }

    @Test
    void shouldKeepWhatVisitorsGotLatelyWhenThereIsNoRoomForIt() {
        UUID site = siteWithReleases(6);
        leases.age();

        collector.collect();
        assertThat(kept(site)).containsExactly(6, 5, 4, 3, 2, 1);

        leases.update("UPDATE site SET weigh_at = weigh_at - interval '1 hour' WHERE id = ?", site);
        collect(site);
        assertThat(kept(site)).as("looked at again an hour later").containsExactly(6, 5, 4);
    }

    @Test
    void shouldKeepTheCurrentTheOneBeforeAndTheNewestWhenOlderOnesAreCurrent() {
        UUID site = siteWithReleases(6);
        Api.point(site, 2).then().statusCode(200);

        collect(site);

        assertThat(kept(site)).containsExactly(6, 2, 1);
        Api.point(site, null).then().statusCode(200).body("release", is(1));
    }

    @Test
    void shouldKeepWhatTheDraftSharesWithAReleaseThatIsNoLongerKept() {
        UUID site = leases.site();
        leases.update("UPDATE site SET quota_bytes = 1000 WHERE id = ?", site);
        Api.change(site, Api.put("docs/a.html", "shared of " + site), Api.put("page.html", content(site, 1)))
                .then()
                .statusCode(200);
        Api.publish(site);
        Api.change(site, new DraftChange.Remove("docs")).then().statusCode(200);
        for (int release = 2; release <= 6; release++) {
            Api.change(site, Api.put("page.html", content(site, release)));
            Api.publish(site);
        }
        Api.point(site, 1).then().statusCode(200);
        Api.change(site, Api.put("docs/a.html", "shared of " + site), Api.put("page.html", content(site, 1)))
                .then()
                .statusCode(200);
        assertThat(Api.publish(site).fresh()).isFalse();
        Api.point(site, 6).then().statusCode(200);
        collect(site);
        assertThat(kept(site)).doesNotContain(1);

        Api.change(site, Api.put("page.html", content(site, 7))).then().statusCode(200);
        Api.publish(site);
        Api.change(site, new DraftChange.Remove("docs")).then().statusCode(200);
        collect(site);

        Api.service().get("/health/invariants").then().statusCode(200).body("holds", everyItem(is(true)));
        Api.blob(Hash.ofContent(("shared of " + site).getBytes(StandardCharsets.UTF_8)))
                .then()
                .statusCode(200);
    }
}
