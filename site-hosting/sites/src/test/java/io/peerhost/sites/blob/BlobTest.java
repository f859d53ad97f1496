package io.peerhost.sites.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Parts.class)
class BlobTest {
    @Inject
    Leases leases;

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldTellWhichAreMissingWhenSomeAreStored() {
        Hash stored = Api.store("stored already");
        Hash absent = Hash.ofContent("not yet".getBytes(StandardCharsets.UTF_8));

        Api.service()
                .contentType("application/json")
                .body(Json.write(Map.of("hashes", List.of(stored, absent, absent))))
                .post("/internal/blobs/missing")
                .then()
                .statusCode(200)
                .body("missing", is(List.of(absent.hex())));
    }

    @Test
    void shouldGiveThoseThatAreStoredWhenSeveralAreAskedForAtOnce() {
        Hash one = Api.store("one of several");
        Hash other = Api.store("another of several");
        Hash absent = Hash.ofContent("not there".getBytes(StandardCharsets.UTF_8));

        byte[] pack = Api.service()
                .contentType("application/json")
                .body(Json.write(Map.of("hashes", List.of(one, absent, other, one))))
                .post("/internal/blobs/pack")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        assertThat(Pack.parse(pack, pack.length).blobs())
                .extracting(Packed::hash)
                .containsExactlyInAnyOrder(one, other);
    }

    @Test
    void shouldGiveBackEachBlobWhenAPackHoldsEmptyAndLargeOnes() {
        byte[] empty = {};
        byte[] middle = bytes(300_000, 1);
        byte[] largest = bytes(4 * 1024 * 1024, 2);
        Api.sendPack(Api.pack(empty, middle, largest)).then().statusCode(200).body("stored", is(3));

        for (byte[] content : List.of(empty, middle, largest))
            assertThat(Api.blob(Hash.ofContent(content))
                            .then()
                            .statusCode(200)
                            .extract()
                            .asByteArray())
                    .isEqualTo(content);
    }

    @Test
    void shouldStoreOnceWhenManySendTheSameAtOnce() throws Exception {
        byte[][] same = new byte[200][];
        for (int i = 0; i < same.length; i++) same[i] = bytes(500 + i, 100 + i);
        byte[][] backwards = new byte[200][];
        for (int i = 0; i < same.length; i++) backwards[i] = same[same.length - 1 - i];
        List<Callable<Integer>> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] pack = Api.pack(i % 2 == 0 ? same : backwards);
            senders.add(() -> Api.sendPack(pack).statusCode());
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> answer : threads.invokeAll(senders))
                assertThat(answer.get()).isEqualTo(200);
        }

        for (byte[] content : same)
            assertThat(Api.blob(Hash.ofContent(content)).asByteArray()).isEqualTo(content);
    }

    @Test
    void shouldRefuseWhenAPackIsWrong() {
        byte[] good = Api.pack("fine".getBytes(StandardCharsets.UTF_8));
        byte[] wrong = good.clone();
        wrong[wrong.length - 1]++;
        byte[] endless = good.clone();
        endless[32] = (byte) 0x80;

        Api.sendPack(wrong).then().statusCode(422).body("type", is("urn:peerhost:problem:hash-wrong"));
        Api.sendPack(Arrays.copyOf(good, good.length - 1)).then().statusCode(400);
        Api.sendPack(Arrays.copyOf(good, 20)).then().statusCode(400);
        Api.sendPack(endless).then().statusCode(422);
        Api.sendPack(Api.pack(bytes(4 * 1024 * 1024 + 1, 3))).then().statusCode(422);
        Api.sendPack(new byte[16 * 1024 * 1024 + 1]).then().statusCode(413).contentType("application/problem+json");
    }

    @Test
    void shouldAnswerRangesWhenAsked() {
        for (byte[] content : List.of(bytes(1_000, 5), bytes(700_000, 6))) {
            Hash hash = Api.store(content);
            String path = "/internal/blobs/" + hash;
            byte[] part = Api.service()
                    .header("Range", "bytes=10-19")
                    .get(path)
                    .then()
                    .statusCode(206)
                    .header("Content-Range", "bytes 10-19/" + content.length)
                    .extract()
                    .asByteArray();
            assertThat(part).isEqualTo(Arrays.copyOfRange(content, 10, 20));
            byte[] end = Api.service()
                    .header("Range", "bytes=-5")
                    .get(path)
                    .then()
                    .statusCode(206)
                    .extract()
                    .asByteArray();
            assertThat(end).isEqualTo(Arrays.copyOfRange(content, content.length - 5, content.length));
            Api.service()
                    .header("Range", "bytes=" + content.length + "-")
                    .get(path)
                    .then()
                    .statusCode(416)
                    .contentType("application/problem+json");
            Api.service().header("Range", "bytes=9-1").get(path).then().statusCode(200);
        }
    }

    @Test
    void shouldSayNotFoundWhenABlobIsNotThere() {
        Api.service()
                .get("/internal/blobs/" + "0".repeat(64))
                .then()
                .statusCode(404)
                .body("hashes", is(List.of("0".repeat(64))));
        Api.service().get("/internal/blobs/nonsense").then().statusCode(404);
    }
}
