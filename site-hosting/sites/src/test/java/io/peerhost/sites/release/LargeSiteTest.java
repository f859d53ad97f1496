package io.peerhost.sites.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.Published;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** 12,000 files, as the gateway sends them: a few packs, three batches of changes, one publish; then one file more. */
@QuarkusTest
@QuarkusTestResource(Parts.class)
class LargeSiteTest {
    private static final int FILES = 12_000;

    @Inject
    Leases leases;

    @Test
    void shouldPublishWithFewObjectsWhenThereAreManyFiles() {
        UUID site = leases.site();
        long packsBefore = leases.number("SELECT count(*) FROM pack");
        List<DraftChange> puts = new ArrayList<>();
        byte[][] contents = new byte[FILES][];
        for (int i = 0; i < FILES; i++) {
            contents[i] = ("file " + i + " of " + site).repeat(20).getBytes(StandardCharsets.UTF_8);
            puts.add(new DraftChange.Put(
                    "d" + i % 97 + "/f" + i + ".html", Hash.ofContent(contents[i]), contents[i].length, i));
        }
        timed("packs", () -> Api.sendPack(Api.pack(contents)).then().statusCode(200));
        for (int i = 0; i < FILES; i += 5_000) {
            List<DraftChange> batch = puts.subList(i, Math.min(FILES, i + 5_000));
            timed("changes", () -> Api.send("POST", Api.changesOf(site), "application/json", Api.changes(batch))
                    .then()
                    .statusCode(200));
        }
        timed("publish", () -> assertThat(Api.publish(site).release().files()).isEqualTo(FILES));
        assertThat(leases.number("SELECT count(*) FROM pack") - packsBefore).isLessThanOrEqualTo(3);

        Api.change(site, Api.put("d5/f5.html", "changed")).then().statusCode(200);
        long blobs = leases.number("SELECT count(*) FROM blob");
        timed("publish one", () -> {
            Published one = Api.publish(site);
            assertThat(one.release().changed()).isEqualTo(1);
        });
        assertThat(leases.number("SELECT count(*) FROM blob") - blobs)
                .as("the nodes of the root and of one folder")
                .isEqualTo(2);
    }

    /** Printed, not asserted: how fast it is, the benches say. */
    private static void timed(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        System.out.printf("12,000 files: %s took %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    }
}
