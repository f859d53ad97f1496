package io.peerhost.devstack.machine;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.step.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The product's programs, built from the sources when these changed. */
public final class Programs {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** In the order Maven builds them; what the launcher itself runs from was built before it started. */
    private static final List<String> BUILT = List.of(
            "messaging",
            "rest",
            "observability",
            "frontend",
            "marketplace",
            "billing",
            "site-hosting/sites",
            "site-hosting/edge",
            "sftp-gateway",
            "provider-agent");

    private static final List<String> READ = List.of("protocol", "chain");

    private final ProjectFolder project;

    public Programs(ProjectFolder project) {
        this.project = project;
    }

    /** Builds what changed; with {@code PEERHOST_BUILT} set, somebody else is building and this takes what is there. */
    public Outcome build(Path log) throws IOException {
        if (System.getenv("PEERHOST_BUILT") != null) {
            return Outcome.done("as they were built");
        }
        Files.createDirectories(project.cache());
        try (var channel = FileChannel.open(
                        project.cache().resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            Path stamp = project.cache().resolve("build.stamp");
            String sources = Sources.hash(
                    project.root(), Stream.concat(READ.stream(), BUILT.stream()).toList());
            boolean fresh = held.isValid()
                    && Files.exists(stamp)
                    && Files.readString(stamp).equals(sources)
                    && BUILT.stream().allMatch(module -> Files.isDirectory(project.resolve(module + "/target")));
            if (fresh) {
                return Outcome.done("unchanged");
            }
            maven(log);
            Files.writeString(stamp, sources);
            return Outcome.done("built");
        }
    }

    private void maven(Path log) {
        List<String> command = List.of(
                project.resolve("mvnw").toString(),
                "-q",
                "-T1C",
                "install",
                "-Dmaven.test.skip=true",
                "-Dspotless.check.skip=true",
                "-pl",
                String.join(",", BUILT));
        var environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
        ChildProcess.start("The build", command, environment, project.root(), log)
                .awaitSuccess(LIMIT);
    }
}
