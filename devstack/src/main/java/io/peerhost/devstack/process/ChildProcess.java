package io.peerhost.devstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program this one started, its output in a file, ended by its own id and nothing else. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int TAIL = 12;

    private final String name;
    private final Process process;
    private final Path log;
    private volatile Duration grace = GRACE;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a program.
     *
     * @param environment added to this process's own; secrets travel here, never among the arguments
     */
    public static ChildProcess start(
            String name, List<String> command, Map<String, String> environment, Path folder, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " did not start: " + e.getMessage(), e);
        }
    }

    /** Gives it more time to end than others get. */
    public void patient(Duration longer) {
        grace = longer;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits until the condition holds; fails at once, with the end of the log, when the program ends first. */
    public ChildProcess awaitReady(Duration limit, BooleanSupplier ready) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("%s ended with %d%n%s".formatted(name, process.exitValue(), tail()));
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException(
                        "%s was not ready after %d s%n%s".formatted(name, limit.toSeconds(), tail()));
            }
            pause();
        }
        return this;
    }

    /** Waits until the program ended by itself and well. */
    public void awaitSuccess(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                close();
                throw new IllegalStateException(
                        "%s took more than %d s%n%s".formatted(name, limit.toSeconds(), tail()));
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted: " + name, e);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("%s ended with %d%n%s".formatted(name, process.exitValue(), tail()));
        }
    }

    private void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a part was starting", e);
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException e) {
            return "Its log " + log + " cannot be read: " + e.getMessage();
        }
    }

    /** Asks the program to end, and after a while makes it; also for a thread that was interrupted meanwhile. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException tooLong) {
            process.destroyForcibly().onExit().join();
        }
    }
}
