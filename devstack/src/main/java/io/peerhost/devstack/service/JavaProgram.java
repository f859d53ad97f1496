package io.peerhost.devstack.service;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.AotCaches;
import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.stack.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One of the product's programs as a laptop's stack runs it: small heap, quick start.
 *
 * @param name the part's name, and that of its logs
 * @param jar what is run, from the project's folder
 * @param heapMib the most its heap may take
 * @param arguments after the jar
 * @param hashes whether it hashes much: the JVM's fast SHA-256 comes with its second compiler only, which starts slower
 */
public record JavaProgram(String name, String jar, int heapMib, List<String> arguments, boolean hashes) {
    public static final JavaProgram MARKETPLACE = quarkus("marketplace", "marketplace", 160, false);
    public static final JavaProgram BILLING = quarkus("billing", "billing", 128, false);
    public static final JavaProgram SITES = quarkus("sites", "site-hosting/sites", 128, true);
    public static final JavaProgram EDGE = plain("edge", "site-hosting/edge", "peerhost-edge", 96);
    public static final JavaProgram GATEWAY = plain("sftp-gateway", "sftp-gateway", "peerhost-sftp-gateway", 96);
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration FINISH_LIMIT = Duration.ofMinutes(10);

    /** The agent of one seller. */
    public static JavaProgram agent(String name) {
        return new JavaProgram(name, "provider-agent/target/peerhost-provider-agent.jar", 96, List.of("run"), true);
    }

    private static JavaProgram quarkus(String name, String module, int heapMib, boolean hashes) {
        return new JavaProgram(name, module + "/target/quarkus-app/quarkus-run.jar", heapMib, List.of(), hashes);
    }

    private static JavaProgram plain(String name, String module, String artifact, int heapMib) {
        return new JavaProgram(name, module + "/target/" + artifact + ".jar", heapMib, List.of(), true);
    }

    /** Flags of a JVM of a laptop's stack that is to be small and quick to start. */
    public static List<String> flags(int heapMib) {
        return flags(heapMib, false);
    }

    /** As {@link #flags(int)}; @param hashes see above */
    public static List<String> flags(int heapMib, boolean hashes) {
        var flags = new ArrayList<>(List.of(
                "-Xms32m",
                "-Xmx" + heapMib + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                // A heap that grew for a moment is small again after the next full collection.
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=20",
                "-XX:-ShrinkHeapInSteps",
                // What the compilers needed is given back to the system.
                "-XX:TrimNativeHeapInterval=20000",
                // What was hot when a cache was made would be compiled at once, and ten JVMs start on two cores.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-AOTRecordTraining",
                "-XX:-AOTReplayTraining",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        if (!hashes) {
            flags.add("-XX:TieredStopAtLevel=1");
            // All of the young generation is touched between two collections: a small one keeps the rest of the heap
            // free.
            flags.add("-Xmn16m");
        }
        return flags;
    }

    /** Starts it and waits until it is ready. */
    public ChildProcess start(
            ProjectFolder project,
            Home home,
            AotCaches caches,
            Map<String, String> environment,
            BooleanSupplier ready) {
        AotCaches.Start start = caches.start(program(), jars(project), flags(heapMib, hashes));
        return start.given(launch(project, home, start.flags(), arguments, environment))
                .awaitReady(START_LIMIT, ready);
    }

    /** Runs it with other arguments until it ends by itself. */
    public void finish(ProjectFolder project, Home home, List<String> words, Map<String, String> environment) {
        launch(project, home, List.of(), words, environment).awaitSuccess(FINISH_LIMIT);
    }

    private ChildProcess launch(
            ProjectFolder project, Home home, List<String> more, List<String> words, Map<String, String> environment) {
        var command = new ArrayList<String>();
        command.add(ProjectFolder.java());
        command.addAll(flags(heapMib, hashes));
        command.addAll(more);
        command.addAll(List.of("-jar", file(project).toString()));
        command.addAll(words);
        return ChildProcess.start(name, command, environment, home.data(name), home.log(name));
    }

    private Path file(ProjectFolder project) {
        Path program = project.resolve(jar);
        if (!Files.exists(program)) {
            throw new IllegalStateException(program + " is missing: run ./mvnw install -DskipTests");
        }
        return program;
    }

    /** What several processes of one program share. */
    private String program() {
        return jar.substring(0, jar.indexOf("/target/")).replace('/', '-');
    }

    private List<Path> jars(ProjectFolder project) {
        Path file = file(project);
        try (Stream<Path> all = Files.walk(file.getParent(), 3)) {
            return all.filter(found -> found.toString().endsWith(".jar"))
                    .filter(found -> found.equals(file)
                            || found.startsWith(file.resolveSibling("lib"))
                            || file.endsWith("quarkus-run.jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The jars of " + name + " cannot be listed", e);
        }
    }
}
