package io.peerhost.devstack.stack;

import io.peerhost.devstack.part.ProjectFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Everything one stack keeps: by default {@code .peerhost} in the project, else {@code PEERHOST_HOME}; several can run beside each other. */
public record Home(Path root) {
    public Home {
        root = root.toAbsolutePath().normalize();
    }

    public static Home of(ProjectFolder project) {
        String named = System.getenv("PEERHOST_HOME");
        return new Home(named == null || named.isBlank() ? project.resolve(".peerhost") : Path.of(named));
    }

    /** A part's own folder, made when missing. */
    public Path data(String part) {
        return folder("data/" + part);
    }

    public Path logs() {
        return folder("logs");
    }

    /** What a part says on its standard output. */
    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    /** A part's log as JSON lines. */
    public Path jsonLog(String part) {
        return logs().resolve(part + ".json");
    }

    public Path file(String name) {
        return folder("").resolve(name);
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + root.resolve(name) + " cannot be made", e);
        }
    }
}
