package io.peerhost.sites;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.DraftEntry;
import io.peerhost.protocol.draft.Published;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The service's REST as its callers use it. */
public final class Api {
    private Api() {}

    public static String token(String... roles) {
        return Jwt.subject("test")
                .claim("realm_access", Map.of("roles", List.of(roles)))
                .expiresIn(600)
                .sign(signingKey());
    }

    private static PrivateKey signingKey() {
        try {
            byte[] key = Base64.getDecoder().decode(System.getProperty(Parts.SIGNING_KEY));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RequestSpecification service() {
        return given().auth().oauth2(token("service"));
    }

    public static byte[] pack(byte[]... contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            out.writeBytes(Hash.ofContent(content).bytes());
            out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    public static Response sendPack(byte[] pack) {
        return service().contentType("application/vnd.peerhost.pack").body(pack).post("/internal/packs");
    }

    public static Hash store(String content) {
        return store(content.getBytes(StandardCharsets.UTF_8));
    }

    public static Hash store(byte[] content) {
        sendPack(pack(content)).then().statusCode(200);
        return Hash.ofContent(content);
    }

    /** Stores {@code content} and gives the change that puts it at {@code path}. */
    public static DraftChange put(String path, String content) {
        return new DraftChange.Put(path, store(content), content.getBytes(StandardCharsets.UTF_8).length, 1_000);
    }

    public static Response change(UUID site, DraftChange... changes) {
        return change(site, List.of(changes), null);
    }

    public static Response change(UUID site, List<DraftChange> changes, String key) {
        RequestSpecification request = service().contentType("application/json");
        if (key != null) request.header("Idempotency-Key", key);
        return request.body(Json.write(Map.of("changes", written(changes))))
                .post("/internal/sites/" + site + "/draft/changes");
    }

    /** With their {@code op}, which a list without a type would lose. */
    private static List<Object> written(List<DraftChange> changes) {
        return changes.stream()
                .map(change -> (Object) Json.read(Json.write(change), new TypeReference<Map<String, Object>>() {}))
                .toList();
    }

    public static List<DraftEntry> draft(UUID site) {
        return service()
                .get("/internal/sites/" + site + "/draft")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .skip(1)
                .map(line -> Json.read(line, DraftEntry.class))
                .toList();
    }

    public static Response tryPublish(UUID site) {
        return service().post("/internal/sites/" + site + "/releases");
    }

    public static Published publish(UUID site) {
        return Json.read(tryPublish(site).then().statusCode(200).extract().asString(), Published.class);
    }

    public static Response point(UUID site, Integer release) {
        return service()
                .contentType("application/json")
                .body(release == null ? "{\"release\":null}" : "{\"release\":" + release + "}")
                .post("/internal/sites/" + site + "/pointer");
    }

    public static Response blob(Hash hash) {
        return service().get("/internal/blobs/" + hash);
    }
}
