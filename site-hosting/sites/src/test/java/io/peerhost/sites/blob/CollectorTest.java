package io.peerhost.sites.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
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
        leases.age();
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
    void shouldRemoveWhatASiteHeldOnlySomeTimeAfterItWasDeleted() {
        UUID site = leases.site();
        Api.store("collector: of a deleted site");
        Api.store("collector: of two");
        Api.change(site, Api.put("a.txt", "collector: of a deleted site"), Api.put("b.txt", "collector: of two"))
                .then()
                .statusCode(200);
        Hash root = Api.publish(site).release().root();
        UUID other = leases.site();
        Api.change(other, Api.put("b.txt", "collector: of two")).then().statusCode(200);
        Bytes32 lease = Bytes32.random(new SecureRandom());
        leases.send(lease, 1, site, Address.ZERO, LeaseStage.CLOSED, Leases.RESERVED, Instant.now());
        Leases.await(
                () -> leases.number("SELECT count(*) FROM site WHERE id = ? AND deleted_at IS NOT NULL", site) == 1);
        leases.age();

        collector.collect();
        assertThat(stored(root)).isTrue();
        Api.change(site, Api.put("c.txt", "collector: of two")).then().statusCode(404);

        leases.update("UPDATE site SET deleted_at = deleted_at - interval '2 days' WHERE id = ?", site);
        collector.collect();
        assertThat(stored(root)).isFalse();
        assertThat(stored(Hash.ofContent(text("collector: of a deleted site")))).isFalse();
        assertThat(stored(Hash.ofContent(text("collector: of two")))).isTrue();
        Api.service().get("/health/invariants").then().statusCode(200).body("holds", everyItem(is(true)));
    }

    @Test
    void shouldForgetADeletedSiteOnceWhenItHeldMoreThanAPage() {
        UUID site = leases.site();
        leases.update("INSERT INTO blob (hash, size, last_wanted)"
                + " SELECT sha256(('page ' || n)::bytea), 0, now() FROM generate_series(1, 25000) n");
        leases.update(
                "INSERT INTO released_blob (site, hash) SELECT ?, sha256(('page ' || n)::bytea)"
                        + " FROM generate_series(1, 25000) n",
                site);
        leases.update("UPDATE site SET deleted_at = now() - interval '2 days' WHERE id = ?", site);
        leases.age();

        assertThat(collector.collect().blobs()).isGreaterThanOrEqualTo(25_000);

        assertThat(leases.number("SELECT count(*) FROM released_blob WHERE site = ?", site))
                .isZero();
        assertThat(leases.number("SELECT count(*) FROM site WHERE id = ? AND forgotten", site))
                .isEqualTo(1);
    }

    @Test
    void shouldKeepWhatWasAskedForWhenItIsOld() {
        Hash asked = Api.store("collector: asked for");
        leases.age();
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
        leases.age();

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
