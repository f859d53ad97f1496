package io.peerhost.agent.replica;

import static io.peerhost.agent.storage.Content.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerhost.agent.image.PodImages;
import io.peerhost.agent.metering.UsageMeter;
import io.peerhost.agent.podman.Firewall;
import io.peerhost.agent.podman.Networks;
import io.peerhost.agent.podman.Requirements;
import io.peerhost.agent.process.Command;
import io.peerhost.agent.runtime.Pod;
import io.peerhost.agent.runtime.PodmanRuntime;
import io.peerhost.agent.storage.BlobStore;
import io.peerhost.agent.storage.Content;
import io.peerhost.agent.storage.Releases;
import io.peerhost.agent.storage.SiteFiles;
import io.peerhost.agent.tunnel.TunnelTargets.Target;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.agent.Message.ReplicaStatus;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases with PHP sites on real podman. Skipped only where podman cannot be had; the message says what to install. */
class PodsTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    static Path folder;

    private static Content content;
    private static PodImages images;
    private static PodmanRuntime runtime;
    private static Node node;

    /** So long that no test waits for it; a test that wants it over moves the clock. */
    private static final Duration DRAIN = Duration.ofMinutes(10);

    private static final class Ahead extends Clock {
        private final AtomicReference<Duration> ahead;

        private Ahead(AtomicReference<Duration> ahead) {
            this.ahead = ahead;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }
    }

    /** One run of the agent's part that looks after replicas. */
    private static final class Node {
        final Targets targets = new Targets();
        final List<ReplicaStatus> said = new CopyOnWriteArrayList<>();
        final List<String> lines = new CopyOnWriteArrayList<>();
        final UsageMeter meter;
        final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        final Clock clock = new Ahead(ahead);
        final Replicas replicas;

        Node() throws IOException {
            BlobStore blobs = new BlobStore(folder.resolve("content"));
            Releases releases = new Releases(folder.resolve("content"), blobs, content.client());
            meter = new UsageMeter(
                    folder.resolve("usage"),
                    content.agent,
                    Clock.systemUTC(),
                    () -> System.nanoTime() / 1_000_000,
                    usage -> true,
                    lease -> List.of());
            Means means = new Means(
                    runtime,
                    releases,
                    new SiteFiles(folder, releases),
                    targets,
                    DRAIN,
                    (lease, more) -> lines.addAll(more));
            replicas = new Replicas(means, new Statuses(clock, said::add), meter, clock);
        }

        void run(Assignment... leases) {
            replicas.desired(new Message.Desired(1, Arrays.asList(leases)));
        }

        InetSocketAddress awaitReady(Assignment lease) throws InterruptedException {
            eventually(() -> target(lease).isPresent());
            return target(lease).orElseThrow();
        }

        Optional<InetSocketAddress> target(Assignment lease) {
            return targets.target(lease.lease(), lease.release()).map(target -> ((Target.Tcp) target).address());
        }
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void eventually(Condition condition) throws InterruptedException {
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

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        Optional<String> missing = Requirements.missing();
        assumeTrue(missing.isEmpty(), () -> "No pods on this machine. " + missing.orElseThrow());
        images = new PodImages(imageFolder());
        images.build(System.out::println);
        content = new Content();
        runtime = PodmanRuntime.start(content.agent.address(), folder.resolve("podman"), images, List.of("1.1.1.1"));
        node = new Node();
    }

    /** Outside target/, so that images are built once for a machine. */
    private static Path imageFolder() {
        String named = System.getenv("PEERHOST_IMAGES");
        return (named != null ? Path.of(named) : Path.of("../.peerhost/images"))
                .toAbsolutePath()
                .normalize();
    }

    @AfterEach
    void removeAll() throws InterruptedException, IOException {
        if (node == null) return;
        node.run();
        eventually(() -> runtime.pods().isEmpty());
    }

    @AfterAll
    static void end() throws IOException, InterruptedException {
        if (runtime == null) return;
        node.replicas.leave();
        runtime.close();
        content.close();
        // podman leaves its store mounted upon itself.
        Command.of(
                        Duration.ofSeconds(10),
                        "umount",
                        folder.resolve("podman/store/overlay").toString())
                .succeeds();
        new Firewall(Networks.prefix(content.agent.address())).remove();
    }

    private static Assignment php(Map<String, byte[]> files) {
        return php(Bytes32.random(RANDOM), content.release(files));
    }

    private static Assignment php(Bytes32 lease, Hash release) {
        return new Assignment(
                lease,
                UUID.randomUUID(),
                "blog",
                SiteKind.PHP,
                new Resources(500, 128, 64),
                LeaseStage.ACTIVE,
                release);
    }

    private static Map<String, byte[]> site(String script) {
        return Map.of("index.php", text(script));
    }

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private static HttpResponse<String> get(InetSocketAddress pod, String path)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(
                                URI.create("http://" + pod.getAddress().getHostAddress() + ":" + pod.getPort() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("X-Forwarded-For", "203.0.113.9")
                        .header("X-Forwarded-Proto", "https")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldServePhpAndFilesWhenALeaseIsAssigned() throws Exception {
        Assignment lease = php(Map.of(
                "index.php",
                        text("<?php echo $_SERVER['REQUEST_URI'], ' ', $_SERVER['PATH_INFO'] ?? '-', ' ',"
                                + " $_SERVER['REMOTE_ADDR'], ' ', $_SERVER['HTTPS'];"),
                "tool.php", text("<?php echo 'tool ', $_SERVER['PATH_INFO'];"),
                "css/a.css", text("body{}"),
                "peerhost.yaml", text("secret"),
                ".env", text("secret")));

        node.run(lease);

        InetSocketAddress pod = node.awaitReady(lease);
        assertThat(get(pod, "/posts/7?x=1").body()).isEqualTo("/posts/7?x=1 - 203.0.113.9 on");
        assertThat(get(pod, "/tool.php/a/b").body()).isEqualTo("tool /a/b");
        assertThat(get(pod, "/css/a.css").body()).isEqualTo("body{}");
        assertThat(get(pod, "/.env").statusCode()).isEqualTo(404);
        assertThat(get(pod, "/peerhost.yaml").statusCode()).isEqualTo(404);
        eventually(() -> node.said.stream()
                .anyMatch(status -> status.lease().equals(lease.lease()) && status.state() == ReplicaState.READY));
    }

    @Test
    void shouldHoldLimitsAndRightsWhenAPodRuns() throws Exception {
        Assignment lease =
                php(site("<?php echo posix_getuid(), ' ', @file_put_contents('/x', '1') === false ? 'ro' : 'rw', ' ',"
                        + " @file_put_contents('/site/x', '1') === false ? 'ro' : 'rw', ' ', file_put_contents('/tmp/x', '1'), ' ',"
                        + " preg_match('/CapBnd:\\s+0+\\n/', file_get_contents('/proc/self/status')), ' ',"
                        + " preg_match('/NoNewPrivs:\\s+1/', file_get_contents('/proc/self/status')), ' ',"
                        + " trim(file_get_contents('/proc/self/cgroup')) !== '' ? 'in' : 'out';"));

        node.run(lease);

        assertThat(get(node.awaitReady(lease), "/").body()).isEqualTo("10001 ro ro 1 1 1 in");
        Pod pod = node.replicas.pods(lease.lease()).getFirst();
        assertThat(runtime.usage(pod)).hasValueSatisfying(usage -> {
            assertThat(usage.cpuNanos()).isPositive();
            assertThat(usage.memoryBytes()).isBetween(1L << 20, 128L << 20);
        });
    }

    @Test
    void shouldReachNeitherHostNorOtherTenantWhenAPodTries() throws Exception {
        String probe = "<?php $s = @fsockopen($_GET['h'], (int) $_GET['p'], $n, $e, 2); echo $s ? 'open' : 'shut';";
        Assignment one = php(site(probe));
        Assignment other = php(site(probe + " // other"));
        node.run(one, other);
        InetSocketAddress pod = node.awaitReady(one);
        InetSocketAddress neighbour = node.awaitReady(other);
        Firewall firewall = new Firewall(Networks.prefix(content.agent.address()));
        try (ServerSocket host = new ServerSocket(0, 50)) {
            Thread.ofVirtual().start(() -> acceptAll(host));
            byte[] gateway = pod.getAddress().getAddress();
            gateway[3] = (byte) (gateway[3] & 0xf0 | 1);
            String question = "/?h=" + InetAddress.getByAddress(gateway).getHostAddress() + "&p=" + host.getLocalPort();

            // Without rules the host is open: so the probe would see it.
            firewall.remove();
            eventually(() -> get(pod, question).body().equals("open"));
            runtime.guard();

            assertThat(get(pod, question).body()).as("the host").isEqualTo("shut");
            assertThat(get(pod, "/?h=" + neighbour.getAddress().getHostAddress() + "&p=8080")
                            .body())
                    .as("another tenant")
                    .isEqualTo("shut");
            assertThat(get(pod, "/?h=169.254.169.254&p=80").body())
                    .as("metadata")
                    .isEqualTo("shut");
        }
    }

    private static void acceptAll(ServerSocket host) {
        try {
            while (true) {
                Socket socket = host.accept();
                socket.close();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void shouldComeBackWhenThePodIsKilled() throws Exception {
        Assignment lease = php(site("<?php echo 'alive';"));
        node.run(lease);
        node.awaitReady(lease);
        Pod first = node.replicas.pods(lease.lease()).getFirst();

        killProcessOf(first);

        eventually(() -> node.replicas.pods(lease.lease()).stream()
                .anyMatch(pod -> !pod.id().equals(first.id())));
        assertThat(get(node.awaitReady(lease), "/").body()).isEqualTo("alive");
        assertThat(node.said).extracting(ReplicaStatus::state).contains(ReplicaState.STARTING, ReplicaState.READY);
    }

    private static void killProcessOf(Pod pod) throws IOException {
        try (var processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList())
                if (in(process, pod.id()))
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean in(Path process, String container) {
        try {
            return Files.readString(process.resolve("cgroup")).contains(container);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldServeOnWhenThePodmanServiceIsKilled() throws Exception {
        Assignment lease = php(site("<?php echo 'alive';"));
        node.run(lease);
        InetSocketAddress pod = node.awaitReady(lease);

        ProcessHandle.of(runtime.enginePid()).orElseThrow().destroyForcibly();

        assertThat(get(pod, "/").body()).isEqualTo("alive");
        Assignment next = php(site("<?php echo 'second';"));
        node.run(lease, next);
        assertThat(get(node.awaitReady(next), "/").body()).isEqualTo("second");
    }

    @Test
    void shouldFailNoRequestWhenANewReleaseGoesLive() throws Exception {
        Assignment first = php(site("<?php echo 'one';"));
        Assignment second = php(first.lease(), content.release(site("<?php echo 'two';")));
        node.run(first);
        InetSocketAddress old = node.awaitReady(first);
        AtomicBoolean over = new AtomicBoolean();
        List<String> failed = new CopyOnWriteArrayList<>();
        Thread visitors = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                visit(node.target(second).or(() -> node.target(first)), failed);
                pause();
            }
        });

        node.run(second);

        InetSocketAddress fresh = node.awaitReady(second);
        assertThat(get(fresh, "/").body()).isEqualTo("two");
        assertThat(get(old, "/").body()).as("the old pod drains").isEqualTo("one");
        over.set(true);
        visitors.join();
        assertThat(failed).isEmpty();
        node.ahead.set(DRAIN.plusMinutes(1));
        eventually(() -> node.target(first).isEmpty() && runtime.pods().size() == 1);
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void visit(Optional<InetSocketAddress> pod, List<String> failed) {
        try {
            HttpResponse<String> answer = get(pod.orElseThrow(), "/");
            if (answer.statusCode() != 200) failed.add("status " + answer.statusCode());
        } catch (Exception e) {
            failed.add(e.toString());
        }
    }

    @Test
    void shouldKeepPodsAndSweepOthersWhenTheAgentStartsAgain() throws Exception {
        Assignment kept = php(site("<?php echo 'kept';"));
        Assignment orphan = php(site("<?php echo 'orphan';"));
        node.run(kept, orphan);
        node.awaitReady(kept);
        node.awaitReady(orphan);
        String id = node.replicas.pods(kept.lease()).getFirst().id();
        node.replicas.leave();
        runtime.close();

        runtime = PodmanRuntime.start(content.agent.address(), folder.resolve("podman"), images, List.of("1.1.1.1"));
        node = new Node();
        node.run(kept);

        assertThat(get(node.awaitReady(kept), "/").body()).isEqualTo("kept");
        assertThat(node.replicas.pods(kept.lease()).getFirst().id()).isEqualTo(id);
        node.replicas.sweep();
        assertThat(runtime.pods()).extracting(Pod::lease).containsExactly(kept.lease());
    }

    @Test
    void shouldServeTheOldReleaseOnWhenTheNewOneCannotStart() throws Exception {
        Assignment good = php(site("<?php echo 'good';"));
        node.run(good);
        InetSocketAddress pod = node.awaitReady(good);

        node.run(php(good.lease(), Hash.ofContent(text("nobody has this"))));

        eventually(() -> node.said.stream()
                .anyMatch(status -> status.message() != null && status.message().contains("cannot start")));
        assertThat(get(pod, "/").body()).isEqualTo("good");
        assertThat(node.said.getLast().state()).isEqualTo(ReplicaState.READY);
        assertThat(node.said.getLast().release()).isEqualTo(good.release());
    }
}
