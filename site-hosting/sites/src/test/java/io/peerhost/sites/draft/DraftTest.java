package io.peerhost.sites.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.DraftEntry;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Parts.class)
class DraftTest {
    @Inject
    Leases leases;

    @Test
    void shouldNameMissingBlobsAndChangeNothingWhenABlobIsNotStored() {
        UUID site = leases.site();
        Hash absent = Hash.ofContent("never sent".getBytes(StandardCharsets.UTF_8));

        Api.change(site, Api.put("a.txt", "a"), new DraftChange.Put("b.txt", absent, 10, 0))
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", is("urn:peerhost:problem:blob-missing"))
                .body("hashes", is(List.of(absent.hex())));
        assertThat(Api.draft(site)).isEmpty();
    }

    @Test
    void shouldApplyOnceWhenSentTwiceWithOneKey() {
        UUID site = leases.site();
        Api.change(site, Api.put("a.txt", "a")).then().statusCode(200);
        List<DraftChange> move = List.of(new DraftChange.Move("a.txt", "b.txt"));

        Api.change(site, move, "key-1").then().statusCode(200).body("revision", is(2));
        Api.change(site, move, "key-1").then().statusCode(200).body("revision", is(2));

        Api.change(site, List.of(new DraftChange.Remove("b.txt")), "key-1")
                .then()
                .statusCode(422)
                .body("type", is("urn:peerhost:problem:idempotency-key-reused"));
        assertThat(Api.draft(site)).extracting(DraftEntry::path).containsExactly("b.txt");
    }

    @Test
    void shouldAnswerNothingWhenTheCallerKnowsTheRevision() {
        UUID site = leases.site();
        Api.change(site, Api.put("a.txt", "a")).then().statusCode(200);
        String draft = "/internal/sites/" + site + "/draft?unless=";

        Api.service().get(draft + 1).then().statusCode(204);
        Api.service().get(draft + 0).then().statusCode(200);
        Api.service().get(draft + -1).then().statusCode(200);
    }

    @Test
    void shouldRefuseWhenTheQuotaWouldBePassed() {
        UUID site = leases.site();
        leases.update("UPDATE site SET quota_bytes = 5 WHERE id = ?", site);

        Api.change(site, Api.put("a.txt", "123")).then().statusCode(200);
        Api.change(site, Api.put("b.txt", "456"))
                .then()
                .statusCode(422)
                .body("type", is("urn:peerhost:problem:quota-exceeded"));
        Api.change(site, Api.put("a.txt", "12345")).then().statusCode(200);
        assertThat(Api.draft(site)).hasSize(1);
    }

    @Test
    void shouldRefuseWhenAMoveWouldMakePathsTooLong() {
        UUID site = leases.site();
        String longName = "n".repeat(250);
        String deep = String.join("/", longName, longName, longName, "f.txt");
        Api.change(site, Api.put(deep, "x")).then().statusCode(200);
        Api.change(site, new DraftChange.MakeFolder("m".repeat(240), 0)).then().statusCode(200);

        Api.change(site, new DraftChange.Move(longName, "m".repeat(240) + "/" + "k".repeat(240)))
                .then()
                .statusCode(200);
        Api.change(site, new DraftChange.Move("m".repeat(240), "z".repeat(200) + "/" + "y".repeat(200)))
                .then()
                .statusCode(422)
                .body("type", is("urn:peerhost:problem:path-too-long"));
    }

    @Test
    void shouldRefuseAsProblemWhenARequestIsWrong() {
        UUID site = leases.site();
        String changes = "/internal/sites/" + site + "/draft/changes";
        for (String body : List.of(
                "{",
                "null",
                "[]",
                "{\"changes\":[{\"op\":\"fly\"}]}",
                "{\"changes\":[{\"op\":\"folder\",\"path\":\"../x\",\"modified\":0}]}",
                "{\"changes\":[{\"op\":\"folder\",\"path\":\"\\ud800\",\"modified\":0}]}"))
            Api.service()
                    .contentType("application/json")
                    .body(body)
                    .post(changes)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        Api.change(UUID.randomUUID(), new DraftChange.Remove("a")).then().statusCode(404);
        Api.service()
                .get("/internal/sites/" + UUID.randomUUID() + "/draft")
                .then()
                .statusCode(404);
        Api.service()
                .contentType("text/plain")
                .body("x")
                .post(changes)
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void shouldNameAbsentPathsWhenTouchingWhatIsNotThere() {
        UUID site = leases.site();

        Api.change(site, new DraftChange.Touch("no", 1), new DraftChange.Touch("nor", 1))
                .then()
                .statusCode(404)
                .body("paths", hasSize(2));
    }
}
