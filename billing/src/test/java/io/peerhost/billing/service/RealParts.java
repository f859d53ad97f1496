package io.peerhost.billing.service;

import io.peerhost.billing.settlement.TestChain;
import io.peerhost.chain.ChainSettings;
import io.peerhost.devstack.teststack.TestStack;
import io.peerhost.protocol.identity.SigningKey;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The real parts the service runs on in its own tests: PostgreSQL, Kafka, a chain with contracts; tokens are signed here instead
 * of by Keycloak. What a test needs of it stands in system properties, because Quarkus may load classes twice.
 */
public class RealParts implements QuarkusTestResourceLifecycleManager {
    static final SigningKey EDGE = SigningKey.of("22".repeat(32));
    private static final String TOKEN_KEY = "billing.test.token-key";
    private static final String PAYER = "billing.test.payer";
    private static final String SETTLER = "billing.test.settler";

    @Override
    public Map<String, String> start() {
        KeyPair tokens = rsa();
        SecureRandom random = new SecureRandom();
        System.setProperty(TOKEN_KEY, base64(tokens.getPrivate().getEncoded()));
        System.setProperty(PAYER, SigningKey.generate(random).secret());
        System.setProperty(SETTLER, SigningKey.generate(random).secret());
        var database = TestStack.database("billing");
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        settings.put("quarkus.datasource.username", database.user());
        settings.put("quarkus.datasource.password", database.password());
        settings.put("quarkus.oidc.public-key", base64(tokens.getPublic().getEncoded()));
        settings.put("peerhost.billing.kafka-bootstrap", TestStack.kafka());
        settings.put("peerhost.billing.witnesses", EDGE.address().hex());
        settings.put("peerhost.billing.epoch-seconds", "2");
        settings.put("peerhost.billing.grace", "0S");
        try (TestChain contracts = chain()) {
            ChainSettings chain = contracts.chain.settings();
            settings.put("peerhost.billing.chain.rpc", chain.rpc().toString());
            settings.put("peerhost.billing.chain.token", chain.token().hex());
            settings.put("peerhost.billing.chain.escrow", chain.escrow().hex());
            settings.put("peerhost.billing.chain.settlement", chain.settlement().hex());
            settings.put("peerhost.billing.chain.settler-key", contracts.settler.secret());
        }
        return settings;
    }

    @Override
    public void stop() {
        // The parts end with the JVM.
    }

    /** The contracts the service was started with. */
    static TestChain chain() {
        return new TestChain(
                SigningKey.of(System.getProperty(PAYER)),
                SigningKey.of(System.getProperty(SETTLER)),
                Duration.ofHours(1));
    }

    /** A bearer token for {@code client}, with one realm role. */
    static String token(String client, String role) {
        return Jwt.subject(client)
                .claim("azp", client)
                .claim("realm_access", Map.of("roles", List.of(role)))
                .expiresIn(Duration.ofMinutes(5))
                .sign(tokenKey());
    }

    private static PrivateKey tokenKey() {
        try {
            byte[] key = Base64.getDecoder().decode(System.getProperty(TOKEN_KEY));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
