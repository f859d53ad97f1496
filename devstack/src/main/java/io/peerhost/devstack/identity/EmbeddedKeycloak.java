package io.peerhost.devstack.identity;

import io.peerhost.devstack.part.EmbeddedPostgresql.Database;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.AotCaches;
import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.process.Probe;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keycloak as a program of its own, run by java directly: its start script costs six seconds and a hundred megabytes. */
public final class EmbeddedKeycloak {
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final List<String> OPENS =
            List.of("java.util", "java.util.concurrent", "java.security", "java.lang");

    private EmbeddedKeycloak() {}

    /** Base address: the issuer is this and {@code /realms/peerhost}. */
    public static URI base(int port) {
        return URI.create("http://localhost:" + port);
    }

    public static URI issuer(int port) {
        return URI.create(base(port) + "/realms/" + Realm.NAME);
    }

    /** Starts Keycloak, and returns when its realm answers. */
    public static ChildProcess start(
            ProjectFolder project,
            Path folder,
            int port,
            Database database,
            Realm realm,
            List<String> flags,
            AotCaches caches,
            String admin) {
        Path home = new KeycloakProgram(project).prepared();
        List<Path> jars = jars(home);
        AotCaches.Start start = caches.start("keycloak", jars, flags);
        List<String> command = command(
                home,
                jars,
                Stream.concat(flags.stream(), start.flags().stream()).toList());
        Path log = folder.resolve("keycloak.log");
        var keycloak = start.given(
                        ChildProcess.start("Keycloak", command, environment(port, database, admin), folder, log))
                .awaitReady(START_LIMIT, () -> Probe.answers(base(port).resolve("/realms/master")));
        if (!Probe.answers(issuer(port))) {
            new KeycloakAdmin(base(port), admin).ensure(realm);
        }
        return keycloak;
    }

    private static List<String> command(Path home, List<Path> jars, List<String> flags) {
        var command = new ArrayList<String>();
        command.add(ProjectFolder.java());
        command.addAll(flags);
        OPENS.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory");
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.add("-Dpicocli.disable.closures=true");
        command.add("-Duser.language=en");
        command.add("-Duser.country=US");
        command.add("-Dkc.home.dir=" + home);
        command.add("-Djboss.server.config.dir=" + home.resolve("conf"));
        command.addAll(List.of("-cp", classPath(jars), "org.keycloak.quarkus.runtime.KeycloakMain"));
        command.addAll(List.of("start", "--optimized"));
        return command;
    }

    private static String classPath(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> jars(Path home) {
        return Stream.of("lib/quarkus", "lib/app", "lib/lib/boot", "lib/lib/main")
                .flatMap(folder -> jarsIn(home.resolve(folder)))
                .toList();
    }

    private static Stream<Path> jarsIn(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(path -> path.toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak's libraries cannot be listed", e);
        }
    }

    private static Map<String, String> environment(int port, Database database, String admin) {
        var environment = new HashMap<String, String>();
        environment.put("KC_DB_URL", database.jdbcUrl());
        environment.put("KC_DB_USERNAME", database.user());
        environment.put("KC_DB_PASSWORD", database.password());
        environment.put("KC_DB_POOL_MAX_SIZE", "12");
        // Alone: else it looks for others on whatever interfaces the machine has.
        environment.put("KC_CACHE", "local");
        environment.put("KC_HTTP_ENABLED", "true");
        environment.put("KC_HTTP_HOST", "127.0.0.1");
        environment.put("KC_HTTP_PORT", String.valueOf(port));
        environment.put("KC_HOSTNAME", base(port).toString());
        environment.put("KC_LOG_LEVEL", "warn");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakAdmin.USER);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", admin);
        return environment;
    }
}
