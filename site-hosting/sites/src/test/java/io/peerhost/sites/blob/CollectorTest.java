package io.peerhost.sites.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Parts.class)
class CollectorTest {
    @Inject
    Leases leases;

    @Inject
    Collector collector;

    @Inject
    ObjectStore store;

    @Inject
    Blobs blobs;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As if all that is stored had been for two days. */
    private void age() {
        leases.update("UPDATE blob SET last_wanted = last_wanted - interval '2 days'");
        leases.update("UPDATE pack SET created_at = created_at - interval '2 days'");
    }

    private boolean stored(Hash hash) {
        return leases.number("SELECT count(*) FROM blob WHERE hash = ?", hash) == 1;
    }

    private UUID pack(Hash hash) {
        return blobs.locate(hash).extents().getFirst().pack();
    }

    @Test
    void shouldRemoveOnlyWhatNothingRefersToWhenOld() {
        UUID site = leases.site();
        Hash released = Api.store("collector: released");
        Api.change(site, Api.put("a.txt", "collector: released")).then().statusCode(200);
        Hash root = Api.publish(site).release().root();
        Api.change(site, new DraftChange.Remove("a.txt"), Api.put("b.txt", "collector: in the draft"))
                .then()
                .statusCode(200);
        Hash drafted = Api.store("collector: in the draft");
        Hash stray = Api.store("collector: stray");
        UUID strayPack = pack(stray);
        age();
        Hash fresh = Api.store("collector: fresh");

        collector.collect();

        assertThat(stored(stray)).isFalse();
        Assertions.assertThatThrownBy(() -> store.read(strayPack, 0, 1)).isInstanceOf(FileNotFoundException.class);
        for (Hash kept : new Hash[] {released, root, drafted, fresh}) {
            assertThat(stored(kept)).isTrue();
            Api.blob(kept).then().statusCode(200);
        }
    }

    @Test
    void shouldKeepWhatWasAskedForWhenItIsOld() {
        Hash asked = Api.store("collector: asked for");
        age();
        Api.service()
                .contentType("application/json")
                .body("{\"hashes\":[\"" + asked + "\"]}")
                .post("/internal/blobs/missing")
                .then()
                .statusCode(200);

        collector.collect();

        assertThat(stored(asked)).isTrue();
    }

    @Test
    void shouldPackAnewWhenAPackIsMostlyEmpty() {
        UUID site = leases.site();
        byte[] kept = text("collector: kept of many");
        Api.sendPack(Api.pack(kept, text("collector: dropped ".repeat(1_000))))
                .then()
                .statusCode(200);
        Api.change(site, Api.put("kept.txt", "collector: kept of many")).then().statusCode(200);
        Hash hash = Hash.ofContent(kept);
        UUID before = pack(hash);
        age();

        collector.collect();
        collector.collect();

        assertThat(pack(hash)).isNotEqualTo(before);
        assertThat(leases.number("SELECT count(*) FROM pack WHERE id = ?", before))
                .isZero();
        assertThat(Api.blob(hash).asByteArray()).isEqualTo(kept);
    }

    @Test
    void shouldRemoveWhatACrashLeftWhenAPackWasNeverFinished() throws FileNotFoundException {
        UUID left = UUID.randomUUID();
        leases.update("INSERT INTO pack (id, size, created_at) VALUES (?, 3, now() - interval '2 days')", left);
        store.put(left, text("abc"), 3);
        assertThat(store.read(left, 0, 3)).isEqualTo(text("abc"));

        collector.collect();

        Assertions.assertThatThrownBy(() -> store.read(left, 0, 1)).isInstanceOf(FileNotFoundException.class);
        assertThat(leases.number("SELECT count(*) FROM pack WHERE id = ?", left))
                .isZero();
    }
}
