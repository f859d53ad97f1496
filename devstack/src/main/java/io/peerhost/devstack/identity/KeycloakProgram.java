package io.peerhost.devstack.identity;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Keycloak's distribution, fetched from the Maven repository, unpacked and built for PostgreSQL once a version. */
public final class KeycloakProgram {
    private static final String ARTIFACT = "org.keycloak:keycloak-quarkus-dist:%s:zip";
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);

    private final ProjectFolder project;
    private final String version = ProjectFolder.version("keycloak");

    public KeycloakProgram(ProjectFolder project) {
        this.project = project;
    }

    /** The folder of a built Keycloak; fetched and built when it is not there yet, by one process at a time. */
    public Path prepared() {
        Path home = built();
        dress(home.resolve("themes/peerhost"));
        return home;
    }

    /** Puts the portal's clothes on the sign-in, as they are now. */
    private void dress(Path target) {
        Path theme = project.resolve("frontend/keycloak-theme/peerhost");
        try (Stream<Path> files = Files.walk(theme)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(theme.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The sign-in's theme cannot be copied", e);
        }
    }

    private Path built() {
        Path home = home();
        if (Files.exists(marker())) {
            return home;
        }
        try {
            Files.createDirectories(project.cache());
            Path lock = project.cache().resolve("keycloak.lock");
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                if (held.isValid() && !Files.exists(marker())) {
                    unpack(fetch());
                    build();
                    Files.createFile(marker());
                }
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak " + version + " was not prepared", e);
        }
    }

    private Path home() {
        return project.cache().resolve("keycloak-" + version);
    }

    private Path marker() {
        return home().resolve("built");
    }

    private Path fetch() {
        Path zip = project.cache().resolve("keycloak-quarkus-dist-" + version + ".zip");
        if (!Files.exists(zip)) {
            List<String> command = List.of(
                    project.resolve("mvnw").toString(),
                    "-q",
                    "-N",
                    "-f",
                    project.resolve("pom.xml").toString(),
                    "dependency:copy",
                    "-Dartifact=" + ARTIFACT.formatted(version),
                    "-DoutputDirectory=" + project.cache());
            run("Fetching Keycloak", command, project.root());
        }
        return zip;
    }

    private void unpack(Path zip) throws IOException {
        Path parent = project.cache();
        try (var in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = parent.resolve(entry.getName()).normalize();
                if (!target.startsWith(home())) {
                    throw new IOException("An entry outside of the distribution: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.delete(zip);
    }

    private void build() {
        List<String> command = List.of("sh", "bin/kc.sh", "build", "--db=postgres");
        run("Building Keycloak", command, home());
    }

    private void run(String name, List<String> command, Path folder) {
        var environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
        ChildProcess.start(name, command, environment, folder, project.cache().resolve("keycloak-build.log"))
                .awaitSuccess(BUILD_LIMIT);
    }
}
