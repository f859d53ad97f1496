package io.peerhost.agent.replica;

import static io.peerhost.agent.storage.Content.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.agent.runtime.Pod;
import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.agent.Message.ReplicaStatus;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Leases with PHP sites on real podman: they run, and come back. */
class PodsTest {
    @RegisterExtension
    static final PodMachine machine = new PodMachine();

    @Test
    void shouldServePhpAndFilesWhenALeaseIsAssigned() throws Exception {
        Assignment lease = machine.php(Map.of(
                "index.php",
                        text("<?php echo $_SERVER['REQUEST_URI'], ' ', $_SERVER['PATH_INFO'] ?? '-', ' ',"
                                + " $_SERVER['REMOTE_ADDR'], ' ', $_SERVER['HTTPS'];"),
                "tool.php", text("<?php echo 'tool ', $_SERVER['PATH_INFO'], ' ', $_SERVER['PHP_SELF'];"),
                "css/a.css", text("body{}"),
                "peerhost.yaml", text("secret"),
                ".env", text("secret")));

        machine.node.run(lease);

        InetSocketAddress pod = machine.awaitReady(lease);
        assertThat(machine.get(pod, "/posts/7?x=1").body()).isEqualTo("/posts/7?x=1 - 203.0.113.9 on");
        assertThat(machine.get(pod, "/tool.php/a/b").body()).isEqualTo("tool /a/b /tool.php/a/b");
        assertThat(machine.get(pod, "/css/a.css/b.php").body()).startsWith("/css/a.css/b.php - ");
        assertThat(machine.get(pod, "/css/a.css").body()).isEqualTo("body{}");
        assertThat(machine.get(pod, "/.env").statusCode()).isEqualTo(404);
        assertThat(machine.get(pod, "/peerhost.yaml").statusCode()).isEqualTo(404);
        machine.eventually(() -> machine.node.said.stream()
                .anyMatch(status -> status.lease().equals(lease.lease()) && status.state() == ReplicaState.READY));
    }

    @Test
    void shouldComeBackWhenThePodIsKilled() throws Exception {
        Assignment lease = machine.php("<?php echo 'alive';");
        machine.node.run(lease);
        machine.awaitReady(lease);
        Pod first = machine.node.replicas.pods(lease.lease()).getFirst();

        killProcessOf(first);

        machine.eventually(() -> machine.node.replicas.pods(lease.lease()).stream()
                .anyMatch(pod -> !pod.id().equals(first.id())));
        assertThat(machine.get(machine.awaitReady(lease), "/").body()).isEqualTo("alive");
        assertThat(machine.node.said)
                .extracting(ReplicaStatus::state)
                .contains(ReplicaState.STARTING, ReplicaState.READY);
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
        Assignment lease = machine.php("<?php echo 'alive';");
        machine.node.run(lease);
        InetSocketAddress pod = machine.awaitReady(lease);

        ProcessHandle.of(machine.runtime.enginePid()).orElseThrow().destroyForcibly();

        assertThat(machine.get(pod, "/").body()).isEqualTo("alive");
        Assignment next = machine.php("<?php echo 'second';");
        machine.node.run(lease, next);
        assertThat(machine.get(machine.awaitReady(next), "/").body()).isEqualTo("second");
    }

    @Test
    void shouldKeepPodsAndSweepOthersWhenTheAgentStartsAgain() throws Exception {
        Assignment kept = machine.php(Map.of("index.php", text("<?php echo 'kept';"), "stream.php", PodMachine.STREAM));
        Assignment orphan = machine.php("<?php echo 'orphan';");
        machine.node.run(kept, orphan);
        InetSocketAddress pod = machine.awaitReady(kept);
        machine.awaitReady(orphan);
        String id = machine.node.replicas.pods(kept.lease()).getFirst().id();

        // Its site is busy: it need not answer for itself then.
        try (InputStream first = machine.stream(pod);
                InputStream second = machine.stream(pod)) {
            machine.restart();
            machine.node.run(kept);
            machine.awaitReady(kept);
            assertThat(first.read()).isEqualTo(second.read());
        }

        assertThat(machine.get(machine.awaitReady(kept), "/").body()).isEqualTo("kept");
        assertThat(machine.node.replicas.pods(kept.lease()).getFirst().id()).isEqualTo(id);
        machine.node.replicas.sweep();
        assertThat(machine.runtime.pods()).extracting(Pod::lease).containsExactly(kept.lease());
    }

    @Test
    void shouldLeaveNoMountBehindWhenTheAgentEndsWithoutPods() throws Exception {
        Assignment lease = machine.php("<?php echo 'gone';");
        machine.node.run(lease);
        machine.awaitReady(lease);
        assertThat(machine.left()).isNotEmpty();
        machine.node.run();
        machine.eventually(() -> machine.runtime.pods().isEmpty());

        machine.runtime.close();

        assertThat(machine.left()).isEmpty();
        machine.restart();
    }
}
