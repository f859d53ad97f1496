package io.peerhost.devstack.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** Where the project's own files and builds lie. */
public record ProjectFolder(Path root) {
    /** The project around the working folder, or the one {@code PEERHOST_ROOT} names. */
    public static ProjectFolder find() {
        String named = System.getenv("PEERHOST_ROOT");
        if (named != null && !named.isBlank()) {
            return new ProjectFolder(Path.of(named));
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw")) && Files.isDirectory(folder.resolve("devstack"))) {
                return new ProjectFolder(folder);
            }
        }
        throw new IllegalStateException("Run this inside the project, or name its folder in PEERHOST_ROOT");
    }

    /** What may be kept between stacks: downloads, unpacked programs. */
    public Path cache() {
        return root.resolve(".peerhost/cache");
    }

    public Path resolve(String path) {
        return root.resolve(path);
    }

    /**
     * The jar of one of the launcher's own modules and all it needs: from the copy the launcher runs from, which a build does not
     * replace, else from the build.
     */
    public List<Path> jars(String module, String jar) {
        String copy = System.getProperty("peerhost.launcher");
        Path folder = copy == null
                ? root.resolve(module).resolve("target")
                : Path.of(copy).resolve(Path.of(module).getFileName());
        Path own = folder.resolve(jar);
        if (!Files.exists(own)) {
            throw new IllegalStateException(own + " is missing: run ./mvnw -q install -DskipTests -pl " + module);
        }
        try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
            return Stream.concat(Stream.of(own), libraries.sorted()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The libraries of " + module + " cannot be listed", e);
        }
    }

    /** The version of an embedded program, as the build pinned it. */
    public static String version(String program) {
        try (InputStream in = ProjectFolder.class.getResourceAsStream("/io/peerhost/devstack/versions.properties")) {
            var versions = new Properties();
            versions.load(in);
            return versions.getProperty(program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The java that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
