package io.peerhost.marketplace.stack;

import io.peerhost.chain.deploy.Deploy;
import io.peerhost.chain.deploy.Deployed;
import io.peerhost.devstack.part.EmbeddedPostgresql.Database;
import io.peerhost.devstack.teststack.TestStack;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The real parts under the running service: PostgreSQL, Kafka, a chain with our contracts; tokens are signed by the tests, or by
 * Keycloak where the argument {@code sign-in} is {@code keycloak}.
 */
public final class MarketplaceStack implements QuarkusTestResourceLifecycleManager {
    /** Trusted as witnesses. */
    public static final SigningKey EDGE = SigningKey.of("22".repeat(32));

    public static final SigningKey OTHER_EDGE = SigningKey.of("33".repeat(32));
    static final String SIGNER = "test.signing-key";
    private static final SecureRandom RANDOM = new SecureRandom();

    private boolean keycloak;

    @Override
    public void init(Map<String, String> arguments) {
        keycloak = "keycloak".equals(arguments.get("sign-in"));
    }

    @Override
    public Map<String, String> start() {
        Database database = TestStack.database("marketplace");
        Map<String, String> settings = new HashMap<>(Map.of(
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password(),
                "marketplace.messaging.bootstrap", kafka()));
        settings.putAll(chain());
        settings.putAll(
                keycloak
                        ? Map.of(
                                "quarkus.oidc.api.auth-server-url",
                                TestStack.keycloak().toString())
                        : signIn());
        // Fast enough to be waited for, slow enough for a busy machine, and small enough for a test to fill.
        settings.put("marketplace.provider.suspect-after", "6s");
        settings.put("marketplace.provider.lost-after", "10s");
        settings.put("marketplace.provider.unserved-after", "4s");
        settings.put("marketplace.provider.witnesses", EDGE.address() + "," + OTHER_EDGE.address());
        settings.put("marketplace.provider.most-leases", "4");
        settings.put("marketplace.provider.most-pods", "2");
        settings.put("marketplace.provider.capacity.least-mib", "1");
        settings.put("marketplace.provider.capacity.most-mib", "1");
        settings.put("marketplace.provider.capacity.show-within", "30s");
        settings.put("marketplace.chain.faucet", "1000000000");
        settings.put("marketplace.agents.edges", "127.0.0.1:9999#" + "ab".repeat(32));
        return settings;
    }

    @Override
    public void stop() {
        // The parts end with this JVM.
    }

    private static String kafka() {
        String bootstrap = TestStack.kafka();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            for (String topic :
                    List.of("leases", "replicas", "usage", "releases", "settlements", "close-requests", "witness"))
                admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1)))
                        .all()
                        .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return bootstrap;
    }

    private static Map<String, String> chain() {
        URI node = TestStack.evm();
        SigningKey deployer = SigningKey.generate(RANDOM);
        SigningKey portal = SigningKey.generate(RANDOM);
        enrich(node, deployer.address());
        enrich(node, portal.address());
        Deployed contracts =
                Deploy.deploy(node, deployer, portal.address(), portal.address(), Duration.ofSeconds(1), Duration.ZERO);
        byte[] master = new byte[32];
        RANDOM.nextBytes(master);
        return Map.of(
                "marketplace.chain.url", node.toString(),
                "marketplace.chain.id", "31337",
                "marketplace.chain.token", contracts.token().hex(),
                "marketplace.chain.escrow", contracts.escrow().hex(),
                "marketplace.chain.settlement", contracts.settlement().hex(),
                "marketplace.chain.portal-key", portal.secret(),
                "marketplace.chain.wallet-master-key", Base64.getEncoder().encodeToString(master));
    }

    private static Map<String, String> signIn() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return Map.of(
                    "quarkus.oidc.api.public-key",
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                    SIGNER,
                    Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void enrich(URI node, Address account) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"anvil_setBalance\",\"params\":[\"" + account
                + "\",\"0x56bc75e2d63100000\"]}";
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(node)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
