package io.peerhost.agent.podman;

import io.peerhost.agent.retry.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code podman system service} as a child on a unix socket; started again whenever it ends. Pods do not depend on it to live. */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final EngineConfig config;
    private final Libpod libpod;
    private final Backoff backoff =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), RandomGenerator.getDefault());
    private volatile boolean closed;
    private volatile Process service;
    private Thread supervisor;

    private Engine(EngineConfig config) {
        this.config = config;
        this.libpod = new Libpod(new UnixHttp(config.socket()));
    }

    /** Returns when it answers. */
    public static Engine start(EngineConfig config) throws IOException, InterruptedException {
        Engine engine = new Engine(config);
        engine.endStray();
        engine.spawn();
        engine.supervisor = Thread.ofVirtual().name("podman").start(engine::supervise);
        try {
            engine.awaitAnswer();
        } catch (IOException | InterruptedException e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    public Libpod libpod() {
        return libpod;
    }

    /** The service's process. */
    public long pid() {
        return service.pid();
    }

    /** An agent that was killed left its service behind: it holds the socket. */
    private void endStray() throws IOException, InterruptedException {
        Path mark = config.run().resolve("service.pid");
        if (!Files.exists(mark)) return;
        String pid = Files.readString(mark).strip();
        Path line = Path.of("/proc", pid, "cmdline");
        if (!pid.matches("\\d+") || !Files.exists(line)) return;
        Optional<ProcessHandle> stray =
                Files.readString(line).contains(config.socket().toString())
                        ? ProcessHandle.of(Long.parseLong(pid))
                        : Optional.empty();
        if (stray.isEmpty()) return;
        LOG.info("Ending the podman service {} that an earlier run left", pid);
        stray.get().destroyForcibly();
        for (int i = 0; i < 50 && stray.get().isAlive(); i++) Thread.sleep(100);
    }

    private void spawn() throws IOException {
        Files.deleteIfExists(config.socket());
        ProcessBuilder builder = new ProcessBuilder(
                        "podman", "system", "service", "--time=0", "unix://" + config.socket())
                // Where conmon leaves a file named "oom".
                .directory(config.run().toFile())
                .redirectErrorStream(true)
                .redirectOutput(config.folder().resolve("service.log").toFile());
        builder.environment().putAll(config.environment());
        service = builder.start();
        Files.writeString(config.run().resolve("service.pid"), service.pid() + "\n");
    }

    private void supervise() {
        try {
            while (!closed) {
                long start = System.nanoTime();
                int code = service.waitFor();
                if (closed) return;
                if (System.nanoTime() - start > START_LIMIT.toNanos()) backoff.reset();
                Duration wait = backoff.next();
                LOG.warn("The podman service ended with {}, starting it again in {} ms", code, wait.toMillis());
                Thread.sleep(wait);
                spawn();
            }
        } catch (InterruptedException e) {
            LOG.debug("The podman service is no longer looked after");
        } catch (IOException e) {
            LOG.error("The podman service cannot be started again", e);
        }
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!libpod.answers()) {
            if (System.nanoTime() > end)
                throw new IOException("podman did not answer within " + START_LIMIT.toSeconds() + " s, see "
                        + config.folder().resolve("service.log"));
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (supervisor != null) supervisor.interrupt();
        service.destroy();
        try {
            if (!service.waitFor(5, TimeUnit.SECONDS)) service.destroyForcibly();
        } catch (InterruptedException e) {
            service.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
