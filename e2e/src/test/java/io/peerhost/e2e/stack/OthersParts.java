package io.peerhost.e2e.stack;

import io.peerhost.devstack.identity.DemoAccount;
import io.peerhost.devstack.identity.EmbeddedKeycloak;
import io.peerhost.devstack.identity.Realm;
import io.peerhost.devstack.part.EmbeddedEvm;
import io.peerhost.devstack.part.EmbeddedKafka;
import io.peerhost.devstack.part.EmbeddedPostgresql;
import io.peerhost.devstack.part.EmbeddedS3;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.AotCaches;
import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.process.Ports;
import io.peerhost.devstack.service.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What production has already when Peerhost comes: PostgreSQL, Kafka, Keycloak, an object store and a chain, run by somebody else. */
public final class OthersParts implements AutoCloseable {
    /** Two accounts that every new anvil gives gas. */
    private static final String PORTAL_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    private static final String SETTLER_KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

    private final EmbeddedPostgresql postgresql;
    private final EmbeddedKafka kafka;
    private final ChildProcess s3;
    private final ChildProcess evm;
    private final ChildProcess keycloak;
    private final Map<String, String> settings = new HashMap<>();

    public OthersParts(ProjectFolder project, Path folder) throws IOException {
        postgresql = EmbeddedPostgresql.start(project, folder.resolve("postgresql"), Ports.free(), false);
        for (String name : List.of("marketplace", "billing", "sites"))
            EmbeddedPostgresql.database(postgresql.uri(), name);
        var database = EmbeddedPostgresql.database(postgresql.uri(), "keycloak");
        put("DATABASE_URL", database.jdbcUrl(), "DATABASE_USER", database.user());
        put("DATABASE_PASSWORD", database.password());

        kafka = EmbeddedKafka.start(project, folder.resolve("kafka"), Ports.free(), Ports.free());
        put("KAFKA_BOOTSTRAP", kafka.bootstrap());

        int store = Ports.free();
        var keys = new EmbeddedS3.Keys("others-access", "others-secret");
        s3 = EmbeddedS3.start(project, made(folder, "s3"), store, keys, JavaProgram.flags(96), AotCaches.none());
        put("S3_ENDPOINT", EmbeddedS3.endpoint(store), "S3_BUCKET", EmbeddedS3.BUCKET);
        put("S3_ACCESS_KEY", keys.access(), "S3_SECRET_KEY", keys.secret());

        int node = Ports.free();
        evm = EmbeddedEvm.start(project, made(folder, "evm"), null, node);
        put("EVM_URL", EmbeddedEvm.uri(node).toString(), "EVM_CHAIN_ID", String.valueOf(EmbeddedEvm.CHAIN_ID));
        put("PORTAL_KEY", PORTAL_KEY, "SETTLER_KEY", SETTLER_KEY);

        int identity = Ports.free();
        keycloak = EmbeddedKeycloak.start(
                project,
                made(folder, "keycloak"),
                identity,
                database,
                new Realm(client -> "secret of " + client, account -> "password of " + account),
                JavaProgram.flags(256),
                AotCaches.none(),
                "others-admin");
        put("OIDC_ISSUER", EmbeddedKeycloak.issuer(identity).toString());
        Realm.SERVICES.forEach(client -> put("OIDC_SECRET_" + upper(client), "secret of " + client));
        for (DemoAccount account : DemoAccount.values())
            put("PASSWORD_" + upper(account.username()), "password of " + account.username());
    }

    /** The settings that name them all, as an operator gives them to {@code up}. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    public List<ChildProcess> processes() {
        return List.of(s3, evm, keycloak);
    }

    private void put(String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Path made(Path folder, String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @Override
    public void close() throws IOException {
        keycloak.close();
        evm.close();
        s3.close();
        kafka.close();
        postgresql.close();
    }
}
