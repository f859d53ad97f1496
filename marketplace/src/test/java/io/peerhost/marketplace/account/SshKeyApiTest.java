package io.peerhost.marketplace.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class SshKeyApiTest {
    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");

    @Test
    void shouldLogInAsItsOwnerOnlyWhenAKeyIsRegistered() throws IOException {
        String key = key();
        alice.sends(Map.of("name", "laptop", "publicKey", key + " alice@laptop"))
                .post("/api/ssh-keys")
                .then()
                .statusCode(201);
        bob.does().get("/api/me").then().statusCode(200);
        login(alice.userName(), key)
                .then()
                .statusCode(200)
                .body("account", equalTo(alice.account().toString()));
        login(bob.userName(), key).then().statusCode(403);
        login("nobody", key).then().statusCode(403);
        login(alice.userName(), "ssh-ed25519 !").then().statusCode(403);
    }

    @Test
    void shouldRefuseTheKeyWhenAnotherAccountHasIt() throws IOException {
        Map<String, String> body = Map.of("name", "laptop", "publicKey", key());
        alice.sends(body).post("/api/ssh-keys").then().statusCode(201);
        bob.sends(body).post("/api/ssh-keys").then().statusCode(409);
    }

    @Test
    void shouldAnswerTheSameWhenARequestIsRepeated() throws IOException {
        Map<String, String> body = Map.of("name", "laptop", "publicKey", key());
        String id = alice.sends(body, "k1").post("/api/ssh-keys").path("id");
        alice.sends(body, "k1").post("/api/ssh-keys").then().statusCode(201).body("id", equalTo(id));
        alice.does().get("/api/ssh-keys").then().body("$", hasSize(1));
        alice.sends(Map.of("name", "other", "publicKey", key()), "k1")
                .post("/api/ssh-keys")
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:peerhost:problem:key-reused"));
        alice.does()
                .contentType("application/json")
                .body(body)
                .post("/api/ssh-keys")
                .then()
                .statusCode(400);
    }

    @Test
    void shouldForgetTheKeyWhenItsOwnerAndNobodyElseDeletesIt() throws IOException {
        String id = alice.sends(Map.of("name", "laptop", "publicKey", key()))
                .post("/api/ssh-keys")
                .path("id");
        bob.does().delete("/api/ssh-keys/" + id).then().statusCode(404);
        alice.does().delete("/api/ssh-keys/" + id).then().statusCode(204);
        alice.does().get("/api/ssh-keys").then().body("$", hasSize(0));
    }

    @Test
    void shouldTellNobodyButTheGatewayWhoseAKeyIs() throws IOException {
        Person.service("edge")
                .sends(Map.of("userName", alice.userName(), "publicKey", key()))
                .post("/internal/ssh/logins")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:peerhost:problem:forbidden"));
        assertThat(login(alice.userName(), key()).path("type").toString()).endsWith("key-unknown");
    }

    private static Response login(String userName, String key) {
        return Person.service()
                .sends(Map.of("userName", userName, "publicKey", key))
                .post("/internal/ssh/logins");
    }

    /** Nobody's private key: 32 random bytes. */
    private static String key() throws IOException {
        byte[] point = new byte[32];
        new SecureRandom().nextBytes(point);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        out.writeInt(type.length);
        out.write(type);
        out.writeInt(point.length);
        out.write(point);
        return "ssh-ed25519 " + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
