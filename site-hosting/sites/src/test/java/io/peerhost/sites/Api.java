package io.peerhost.sites;

import static io.restassured.RestAssured.given;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.DraftEntry;
import io.peerhost.protocol.draft.Published;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import io.restassured.RestAssured;
import io.restassured.builder.ResponseBuilder;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The service's REST as its callers use it. */
public final class Api {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Api() {}

    public static String token(String client, String... roles) {
        return Jwt.subject("test")
                .claim("azp", client)
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
        return service("sftp-gateway");
    }

    public static RequestSpecification service(String client) {
        return given().auth().oauth2(token(client, "service"));
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
        return send("POST", "/internal/packs", "application/vnd.peerhost.pack", pack);
    }

    /** As a service, by the JDK's client: RestAssured takes seconds for megabytes. */
    public static Response send(String method, String path, String type, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + token("sftp-gateway", "service"))
                .header("Content-Type", type)
                .timeout(Duration.ofMinutes(2))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new ResponseBuilder()
                    .setStatusCode(answer.statusCode())
                    .setContentType(answer.headers().firstValue("Content-Type").orElse(""))
                    .setHeaders(headers(answer))
                    .setBody(answer.body())
                    .build();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Headers headers(HttpResponse<?> answer) {
        return new Headers(answer.headers().map().entrySet().stream()
                .map(header -> new Header(header.getKey(), header.getValue().getFirst()))
                .toList());
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
        return request.body(changes(changes)).post(changesOf(site));
    }

    public static String changesOf(UUID site) {
        return "/internal/sites/" + site + "/draft/changes";
    }

    /** Written one by one: a list without a type would lose each change's {@code op}. */
    public static byte[] changes(List<DraftChange> changes) {
        return changes.stream()
                .map(Json::write)
                .collect(Collectors.joining(",", "{\"changes\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
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
        return send("GET", "/internal/blobs/" + hash, "text/plain", new byte[0]);
    }
}
