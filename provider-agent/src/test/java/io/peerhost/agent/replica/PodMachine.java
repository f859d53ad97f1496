package io.peerhost.agent.replica;

import static io.peerhost.agent.storage.Content.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerhost.agent.image.PodImages;
import io.peerhost.agent.podman.Firewall;
import io.peerhost.agent.podman.Networks;
import io.peerhost.agent.podman.Requirements;
import io.peerhost.agent.runtime.PodmanRuntime;
import io.peerhost.agent.storage.Content;
import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A seller's machine with real podman. Its tests are skipped only where podman cannot be had; the message says what to install. */
final class PodMachine implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** {@code stream.php} of a site: holds a child of php-fpm, of which such a pod has two, until its visitor leaves. */
    static final byte[] STREAM = text("<?php header('Content-Type: text/event-stream');"
            + " for ($i = 0; $i < 3000; $i++) { echo 'event'; ob_flush(); flush(); usleep(20000); }");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private Path folder;
    private PodImages images;
    Content content;
    PodmanRuntime runtime;
    Node node;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        Optional<String> missing = Requirements.missing();
        assumeTrue(missing.isEmpty(), () -> "No pods on this machine. " + missing.orElseThrow());
        folder = Files.createTempDirectory("peerhost-pods");
        images = new PodImages(imageFolder());
        images.build(System.out::println);
        content = new Content();
        start();
    }

    /** Outside target/, so that images are built once for a machine. */
    private static Path imageFolder() {
        String named = System.getenv("PEERHOST_IMAGES");
        return (named != null ? Path.of(named) : Path.of("../.peerhost/images"))
                .toAbsolutePath()
                .normalize();
    }

    private void start() throws IOException, InterruptedException {
        runtime = PodmanRuntime.start(content.agent.address(), folder.resolve("podman"), images, List.of("1.1.1.1"));
        node = new Node(folder, content, runtime);
    }

    /** The agent ends and begins again; its pods live on. */
    void restart() throws IOException, InterruptedException {
        node.replicas.leave();
        runtime.close();
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        node.run();
        eventually(() -> runtime.pods().isEmpty());
    }

    /** What the system still has of this machine's engine. */
    String left() throws IOException {
        String mounts = Files.readString(Path.of("/proc/self/mounts"));
        return mounts.lines().filter(line -> line.contains(folder.toString())).collect(Collectors.joining("\n"));
    }

    Firewall firewall() {
        return new Firewall(Networks.prefix(content.agent.address()));
    }

    InetSocketAddress awaitReady(Assignment lease) throws InterruptedException {
        eventually(() -> node.target(lease).isPresent());
        return node.target(lease).orElseThrow();
    }

    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    void eventually(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            try {
                if (condition.holds()) return;
            } catch (IOException e) {
                if (System.nanoTime() > end) throw new AssertionError(e);
            }
            assertThat(System.nanoTime())
                    .as("it happens within 90 s; said: " + node.said)
                    .isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** A new lease with a script as its front page. */
    Assignment php(String script) {
        return php(Map.of("index.php", text(script)));
    }

    Assignment php(Map<String, byte[]> files) {
        return php(Bytes32.random(RANDOM), content.release(files));
    }

    Assignment php(Bytes32 lease, Hash release) {
        return php(lease, release, 128, null);
    }

    /** A new lease with so much memory. */
    Assignment php(int memoryMib, Map<String, byte[]> files) {
        return php(Bytes32.random(RANDOM), content.release(files), memoryMib, null);
    }

    /** A new lease that says which folder visitors reach. */
    Assignment php(String documentRoot, Map<String, byte[]> files) {
        return php(Bytes32.random(RANDOM), content.release(files), 128, documentRoot);
    }

    private static Assignment php(Bytes32 lease, Hash release, int memoryMib, String documentRoot) {
        return new Assignment(
                lease,
                UUID.randomUUID(),
                "blog",
                SiteKind.PHP,
                new Resources(500, memoryMib, 64),
                LeaseStage.ACTIVE,
                release,
                documentRoot);
    }

    /** The same lease with another release. */
    Assignment next(Assignment lease, String script) {
        return php(lease.lease(), content.release(Map.of("index.php", text(script))));
    }

    HttpResponse<String> get(InetSocketAddress pod, String path) throws IOException, InterruptedException {
        return send(pod, path, HttpResponse.BodyHandlers.ofString(), request -> {});
    }

    /** A PHP site that is ready. */
    InetSocketAddress site(Map<String, byte[]> files) throws InterruptedException {
        return site(php(files));
    }

    InetSocketAddress site(Assignment lease) throws InterruptedException {
        node.run(lease);
        return awaitReady(lease);
    }

    int status(InetSocketAddress pod, String path) throws IOException, InterruptedException {
        return get(pod, path).statusCode();
    }

    /** Begins to read {@link #STREAM}. */
    InputStream stream(InetSocketAddress pod) throws IOException, InterruptedException {
        return send(
                        pod,
                        "/stream.php",
                        HttpResponse.BodyHandlers.ofInputStream(),
                        request -> request.header("Accept", "text/event-stream"))
                .body();
    }

    /** As the edge asks: it says who the visitor is. */
    <T> HttpResponse<T> send(
            InetSocketAddress pod, String path, HttpResponse.BodyHandler<T> body, Consumer<HttpRequest.Builder> more)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + pod.getAddress().getHostAddress() + ":" + pod.getPort() + path))
                .timeout(Duration.ofSeconds(30))
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Proto", "https");
        more.accept(request);
        return http.send(request.build(), body);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        if (node == null) return;
        node.replicas.leave();
        runtime.close();
        content.close();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
