package io.peerhost.marketplace.stack;

import static io.restassured.RestAssured.given;

import io.peerhost.marketplace.api.Idempotency;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Somebody with a token, signed as Keycloak's are. */
public record Person(UUID account, String userName, List<String> roles, String client) {
    /** Somebody new. */
    public static Person called(String name) {
        return new Person(
                UUID.randomUUID(), name + "-" + UUID.randomUUID().toString().substring(0, 8), List.of(), "portal");
    }

    public static Person service() {
        return service("sftp-gateway");
    }

    public static Person service(String client) {
        return new Person(UUID.randomUUID(), "service-account-" + client, List.of("service"), client);
    }

    public String token() {
        return Jwt.claims()
                .subject(account.toString())
                .claim("preferred_username", userName)
                .claim("azp", client)
                .claim("realm_access", Map.of("roles", roles))
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(600))
                .sign(signer());
    }

    /** A signed-in request. */
    public RequestSpecification does() {
        return given().header("Authorization", "Bearer " + token());
    }

    /** A signed-in request with a body and an idempotency key of its own. */
    public RequestSpecification sends(Object body) {
        return sends(body, UUID.randomUUID().toString());
    }

    public RequestSpecification sends(Object body, String key) {
        RequestSpecification request = does().header(Idempotency.HEADER, key);
        return body == null ? request : request.contentType(ContentType.JSON).body(body);
    }

    private static PrivateKey signer() {
        String key = ConfigProvider.getConfig().getValue(MarketplaceStack.SIGNER, String.class);
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
