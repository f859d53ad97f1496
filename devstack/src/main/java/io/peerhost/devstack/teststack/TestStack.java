package io.peerhost.devstack.teststack;

import io.peerhost.devstack.identity.EmbeddedKeycloak;
import io.peerhost.devstack.identity.Realm;
import io.peerhost.devstack.part.EmbeddedEvm;
import io.peerhost.devstack.part.EmbeddedKafka;
import io.peerhost.devstack.part.EmbeddedPostgresql;
import io.peerhost.devstack.part.EmbeddedPostgresql.Database;
import io.peerhost.devstack.part.EmbeddedS3;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.AotCaches;
import io.peerhost.devstack.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The real parts for tests, each started in this JVM on first use and ended with it.
 *
 * <p>Where an environment variable names a running part ({@code PEERHOST_TEST_POSTGRES}, {@code _KAFKA}, {@code _S3}, {@code _EVM},
 * {@code _KEYCLOAK}; {@code ./peerhost test} sets them), that one is used. What was started is remembered in system properties of the
 * same names, because a test framework may load this class more than once.
 */
public final class TestStack {
    /** The secret of every confidential client in tests. */
    public static final String CLIENT_SECRET = "peerhost-test";

    private static final S3 KEYS = new S3("", "peerhost-test", "peerhost-test-secret", EmbeddedS3.BUCKET);
    private static final List<String> SMALL = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final List<String> KEYCLOAK = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseCompactObjectHeaders",
            "-XX:MaxMetaspaceSize=256m");

    private TestStack() {}

    /** The database server. Tests take {@link #database(String)}. */
    public static URI postgresql() {
        return URI.create(started("PEERHOST_TEST_POSTGRES", TestStack::startPostgresql));
    }

    /** A new, empty database; the name only helps people who look at the server. */
    public static Database database(String name) {
        String unique = name.toLowerCase().replaceAll("[^a-z0-9]", "_") + "_"
                + UUID.randomUUID().toString().substring(0, 8);
        return EmbeddedPostgresql.database(postgresql(), unique);
    }

    /** Bootstrap servers of a Kafka broker. Topics are made on first use; take names of your own. */
    public static String kafka() {
        return started("PEERHOST_TEST_KAFKA", TestStack::startKafka);
    }

    /** An S3 store with one bucket in it. */
    public static S3 s3() {
        return new S3(
                started("PEERHOST_TEST_S3", TestStack::startS3), KEYS.accessKey(), KEYS.secretKey(), KEYS.bucket());
    }

    /** JSON-RPC address of an EVM node, chain id 31337, with anvil's well-known rich accounts. */
    public static URI evm() {
        return URI.create(started("PEERHOST_TEST_EVM", TestStack::startEvm));
    }

    /**
     * Issuer of the realm {@code peerhost}. In tests every client's secret is {@link #CLIENT_SECRET}, every demo account's password is
     * its name. Client {@code peerhost-cli} may trade a name and password for a token; services use client credentials.
     */
    public static URI keycloak() {
        return URI.create(started("PEERHOST_TEST_KEYCLOAK", TestStack::startKeycloak));
    }

    private static String started(String name, Supplier<String> start) {
        String running = System.getenv(name);
        if (running != null && !running.isBlank()) {
            return running;
        }
        // A string constant is one object in the whole JVM, however often this class is loaded.
        synchronized ("io.peerhost.devstack.teststack.TestStack".intern()) {
            String before = System.getProperty(name);
            if (before != null) {
                return before;
            }
            String now = start.get();
            System.setProperty(name, now);
            return now;
        }
    }

    private static String startPostgresql() {
        Path folder = folder("postgresql");
        var server = EmbeddedPostgresql.start(ProjectFolder.find(), folder, Ports.free(), false);
        EndOfTests.add(server, folder);
        return server.uri().toString();
    }

    private static String startKafka() {
        Path folder = folder("kafka");
        var broker = EmbeddedKafka.start(ProjectFolder.find(), folder, Ports.free(), Ports.free());
        EndOfTests.add(broker, folder);
        return broker.bootstrap();
    }

    private static String startS3() {
        Path folder = folder("s3");
        int port = Ports.free();
        var keys = new EmbeddedS3.Keys(KEYS.accessKey(), KEYS.secretKey());
        EndOfTests.add(EmbeddedS3.start(ProjectFolder.find(), folder, port, keys, SMALL, AotCaches.none()), folder);
        return EmbeddedS3.endpoint(port);
    }

    private static String startEvm() {
        Path folder = folder("evm");
        int port = Ports.free();
        EndOfTests.add(EmbeddedEvm.start(ProjectFolder.find(), folder, null, port), folder);
        return EmbeddedEvm.uri(port).toString();
    }

    private static String startKeycloak() {
        Path folder = folder("keycloak");
        int port = Ports.free();
        var realm = new Realm(client -> CLIENT_SECRET, name -> name);
        Database database = database("keycloak");
        EndOfTests.add(
                EmbeddedKeycloak.start(
                        ProjectFolder.find(), folder, port, database, realm, KEYCLOAK, AotCaches.none(), CLIENT_SECRET),
                folder);
        return EmbeddedKeycloak.issuer(port).toString();
    }

    private static Path folder(String part) {
        try {
            return Files.createTempDirectory("peerhost-test-" + part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How to reach the object store. */
    public record S3(String endpoint, String accessKey, String secretKey, String bucket) {}
}
