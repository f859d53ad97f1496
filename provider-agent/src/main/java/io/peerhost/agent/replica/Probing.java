package io.peerhost.agent.replica;

import io.peerhost.agent.workload.PodSpec.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Asks one pod whether it can serve, and later whether it lives. */
final class Probing {
    private static final int LIMIT_MILLIS = 3000;
    private static final Duration BETWEEN_AT_START = Duration.ofMillis(50);

    private final InetSocketAddress address;
    private final Probe probe;
    private final InstantSource clock;
    private Instant next = Instant.MIN;
    private int failures;

    Probing(InetSocketAddress address, Probe probe, InstantSource clock) {
        this.address = address;
        this.probe = probe;
        this.clock = clock;
    }

    /** Asks until it can serve. @throws IOException when it ends, or does not answer in its time */
    void awaitReady(BooleanSupplier alive) throws IOException, InterruptedException {
        await(probe.startup(), alive);
    }

    /** For a pod that stands since earlier: its site may be too busy to answer for itself. */
    void awaitLife(BooleanSupplier alive) throws IOException, InterruptedException {
        await(probe.liveness(), alive);
    }

    private void await(String path, BooleanSupplier alive) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(probe.startSeconds()).toNanos();
        while (!answers(path)) {
            if (!alive.getAsBoolean()) throw new IOException("The pod ended before it could serve");
            if (System.nanoTime() > end)
                throw new IOException("The pod did not answer within " + probe.startSeconds() + " s of its start");
            Thread.sleep(BETWEEN_AT_START);
        }
        next = clock.instant().plusSeconds(probe.periodSeconds());
    }

    /** Asks when it is time; false once it has failed too often in a row. */
    boolean stillAnswers() {
        if (clock.instant().isBefore(next)) return true;
        next = clock.instant().plusSeconds(probe.periodSeconds());
        failures = answers(probe.liveness()) ? 0 : failures + 1;
        return failures < probe.failures();
    }

    private boolean answers(String path) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(address, LIMIT_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return succeeded(socket.getInputStream());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean succeeded(InputStream answer) throws IOException {
        String head = new String(answer.readNBytes("HTTP/1.1 2".length()), StandardCharsets.US_ASCII);
        return head.matches("HTTP/1\\.[01] 2");
    }
}
