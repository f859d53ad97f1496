package io.peerhost.sites;

import io.peerhost.devstack.teststack.TestStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** The real database, broker and store under the service; tokens are signed by a key of the test. */
public final class Parts implements QuarkusTestResourceLifecycleManager {
    static final String SIGNING_KEY = "test.signing-key";
    static final String STORE = "test.store";

    @Override
    public Map<String, String> start() {
        var database = TestStack.database("sites");
        var s3 = TestStack.s3();
        String kafka = TestStack.kafka();
        KeyPair keys = keys();
        System.setProperty(SIGNING_KEY, base64(keys.getPrivate().getEncoded()));
        Gate gate = Gate.to(s3.endpoint());
        System.setProperty("test.kafka", kafka);
        return Map.ofEntries(
                Map.entry("quarkus.datasource.jdbc.url", database.jdbcUrl()),
                Map.entry("quarkus.datasource.username", database.user()),
                Map.entry("quarkus.datasource.password", database.password()),
                Map.entry("quarkus.oidc.public-key", base64(keys.getPublic().getEncoded())),
                Map.entry("peerhost.store.endpoint", gate.address()),
                Map.entry("peerhost.store.access-key", s3.accessKey()),
                Map.entry("peerhost.store.secret-key", s3.secretKey()),
                Map.entry("peerhost.store.bucket", "sites-" + System.nanoTime()),
                Map.entry("peerhost.sites.kafka", kafka));
    }

    @Override
    public void stop() {
        // The parts end with this JVM.
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
