package io.peerhost.agent.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One run of a program. Secrets never belong into {@code line}: everybody on the machine can read it.
 *
 * @param line program and arguments
 * @param environment added to the agent's own
 * @param limit it is killed when it takes longer
 */
public record Command(List<String> line, Map<String, String> environment, Duration limit) {
    /** The last lines of output kept for an error's message. */
    private static final int TAIL = 15;

    private static final int LONGEST_OUTPUT = 4 * 1024 * 1024;

    /** A program ended badly: what it said last. */
    public static final class Failed extends IOException {
        private static final long serialVersionUID = 1;

        Failed(String message) {
            super(message);
        }
    }

    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
        if (line.isEmpty()) throw new IllegalArgumentException("A command names its program");
    }

    public static Command of(Duration limit, String... line) {
        return new Command(Arrays.asList(line), Map.of(), limit);
    }

    /** Where {@code program} is on PATH or in the folders that only root has there. */
    public static Optional<Path> find(String program) {
        String path =
                Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin:/sbin:/usr/local/sbin:/usr/bin";
        return Stream.of(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs it to its end and returns what it wrote to standard output and error, at most 4 MiB. */
    public String run() throws IOException, InterruptedException {
        StringBuilder output = new StringBuilder();
        run(text -> {
            if (output.length() + text.length() < LONGEST_OUTPUT)
                output.append(text).append('\n');
        });
        return output.toString();
    }

    /** Runs it to its end, each line of output as it comes. */
    public void run(Consumer<String> lines) throws IOException, InterruptedException {
        Deque<String> tail = new ArrayDeque<>();
        Process process = start();
        Thread reader = Thread.ofVirtual()
                .start(() -> read(process.getInputStream(), text -> {
                    if (tail.size() == TAIL) tail.removeFirst();
                    tail.addLast(text);
                    lines.accept(text);
                }));
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended)
                throw new Failed(line.getFirst() + " took longer than " + limit.toSeconds() + " s and was ended");
            reader.join(Duration.ofSeconds(5));
            if (process.exitValue() != 0)
                throw new Failed(Path.of(line.getFirst()).getFileName() + " ended with " + process.exitValue() + ": "
                        + String.join(" | ", tail));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Whether it ends with 0. */
    public boolean succeeds() throws IOException, InterruptedException {
        try {
            run();
            return true;
        } catch (Failed e) {
            return false;
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static void read(InputStream output, Consumer<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines);
        } catch (IOException | java.io.UncheckedIOException e) {
            // The program ended and took its pipe along: its exit code says how.
        }
    }
}
