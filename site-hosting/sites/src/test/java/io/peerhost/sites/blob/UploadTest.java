package io.peerhost.sites.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.peerhost.sites.database.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Parts.class)
class UploadTest {
    @Inject
    Leases leases;

    @Inject
    Database database;

    @Inject
    Blobs blobs;

    @Inject
    ObjectStore store;

    @Inject
    StoreConfig config;

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String begin(long size) {
        return Api.service()
                .contentType("application/json")
                .body("{\"size\":" + size + "}")
                .post("/internal/uploads")
                .then()
                .statusCode(200)
                .body("offset", is(0))
                .extract()
                .path("upload");
    }

    private static Response append(String upload, long offset, byte[] bytes) {
        return Api.send(
                "PATCH", "/internal/uploads/" + upload + "?offset=" + offset, "application/octet-stream", bytes);
    }

    private static Response finish(String upload, Hash hash) {
        return Api.service()
                .contentType("application/json")
                .body("{\"hash\":\"" + hash + "\"}")
                .post("/internal/uploads/" + upload + "/blob");
    }

    @Test
    void shouldMakeABlobWhenBytesArriveInPieces() {
        byte[] content = bytes(20_000_003, 1);
        String upload = begin(content.length);

        append(upload, 0, Arrays.copyOfRange(content, 0, 100))
                .then()
                .statusCode(200)
                .body("offset", is(100));
        append(upload, 100, Arrays.copyOfRange(content, 100, 17_000_000))
                .then()
                .statusCode(200)
                .body("offset", is(17_000_000));
        Api.service().get("/internal/uploads/" + upload).then().statusCode(200).body("offset", is(17_000_000));
        append(upload, 17_000_000, Arrays.copyOfRange(content, 17_000_000, content.length))
                .then()
                .statusCode(200);
        Hash hash = Hash.ofContent(content);
        finish(upload, hash).then().statusCode(201);

        finish(upload, hash).then().statusCode(201);
        assertThat(Api.blob(hash).asByteArray()).isEqualTo(content);
        byte[] part = Api.service()
                .header("Range", "bytes=8388000-16999999")
                .get("/internal/blobs/" + hash)
                .then()
                .statusCode(206)
                .extract()
                .asByteArray();
        assertThat(part).isEqualTo(Arrays.copyOfRange(content, 8_388_000, 17_000_000));
    }

    @Test
    void shouldReadThePartsAgainWhenAnotherProcessFinishes() {
        byte[] content = bytes(9_000_000, 2);
        String upload = begin(content.length);
        append(upload, 0, content).then().statusCode(200);

        new Uploads(database, blobs, store, config).finish(UUID.fromString(upload), Hash.ofContent(content));

        assertThat(Api.blob(Hash.ofContent(content)).asByteArray()).isEqualTo(content);
    }

    @Test
    void shouldSayWhereItStandsWhenAnOffsetIsWrong() {
        String upload = begin(10);
        append(upload, 0, bytes(4, 3)).then().statusCode(200);

        append(upload, 0, bytes(4, 3)).then().statusCode(409).body("offset", is(4));
        append(upload, 8, bytes(1, 3)).then().statusCode(409).body("offset", is(4));
        append(upload, 4, bytes(7, 3)).then().statusCode(422);
        finish(upload, Hash.ofContent(bytes(10, 3))).then().statusCode(409).body("offset", is(4));
    }

    @Test
    void shouldRefuseWhenTheHashIsNotThatOfTheBytes() {
        byte[] content = bytes(10, 4);
        String upload = begin(10);
        append(upload, 0, content).then().statusCode(200);

        finish(upload, Hash.ofContent(bytes(10, 5)))
                .then()
                .statusCode(422)
                .body("type", is("urn:peerhost:problem:hash-wrong"));
        finish(upload, Hash.ofContent(content)).then().statusCode(201);
    }

    @Test
    void shouldRefuseWhenTheUploadIsUnknownOrTooLarge() {
        append(UUID.randomUUID().toString(), 0, bytes(1, 1)).then().statusCode(404);
        append("nonsense", 0, bytes(1, 1)).then().statusCode(404).contentType("application/problem+json");
        for (String size : new String[] {"0", "-1", "999999999999999"})
            Api.service()
                    .contentType("application/json")
                    .body("{\"size\":" + size + "}")
                    .post("/internal/uploads")
                    .then()
                    .statusCode(422);
    }
}
