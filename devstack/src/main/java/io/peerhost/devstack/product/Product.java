package io.peerhost.devstack.product;

import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The whole product as its user starts it: {@code ./peerhost} in a data folder of its own. For tests and benches, which
 * see nothing but what a user sees.
 */
public final class Product implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(12);

    private final Path project;
    private final Path home;
    private final Map<String, String> settings;

    /**
     * @param project the folder that holds {@code peerhost}
     * @param home where this stack keeps everything ({@code PEERHOST_HOME})
     * @param settings more environment for the launcher
     */
    public Product(Path project, Path home, Map<String, String> settings) {
        this.project = project.toAbsolutePath();
        this.home = home.toAbsolutePath();
        this.settings = Map.copyOf(settings);
    }

    public Path home() {
        return home;
    }

    public Path project() {
        return project;
    }

    /** Starts all, or what is missing. @throws IOException with the launcher's last lines when it fails */
    public Status up() throws IOException, InterruptedException {
        run(LONGEST_START, "up");
        return status();
    }

    public Status status() throws IOException, InterruptedException {
        return Json.read(run(Duration.ofMinutes(1), "status", "--json"), Status.class);
    }

    /** The doctor's report. @throws IOException when an invariant does not hold */
    public String doctor() throws IOException, InterruptedException {
        return run(Duration.ofMinutes(2), "doctor");
    }

    public void down() throws IOException, InterruptedException {
        run(Duration.ofMinutes(7), "down");
    }

    /** {@code kill -9} of one part, by its pid. The launcher is to bring it back. */
    public void kill(String part) throws IOException, InterruptedException {
        long pid = status().part(part).pid();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow(() -> new IOException(part + " does not run"));
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        try {
            down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs {@code ./peerhost command…} and gives its standard output. */
    public String run(Duration longest, String... command) throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path out = Files.createTempFile(home, "command", ".out");
        Path err = Files.createTempFile(home, "command", ".err");
        try {
            List<String> line =
                    new ArrayList<>(List.of(project.resolve("peerhost").toString()));
            line.addAll(List.of(command));
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(project.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(settings);
            builder.environment().put("PEERHOST_HOME", home.toString());
            Process process = builder.start();
            if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                throw new IOException(said(command, "did not end in " + longest, out, err));
            }
            if (process.exitValue() != 0)
                throw new IOException(said(command, "ended with " + process.exitValue(), out, err));
            return Files.readString(out, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    private static String said(String[] command, String what, Path out, Path err) throws IOException {
        return "peerhost " + String.join(" ", command) + " " + what + "\n" + tail(out) + "\n" + tail(err);
    }

    private static String tail(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }
}
