package io.peerhost.agent;

import static io.peerhost.agent.storage.Content.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.agent.controlplane.TestPortal;
import io.peerhost.agent.storage.Content;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.agent.Message.ProveCapacity;
import io.peerhost.protocol.capacity.CapacityGraph;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a seller runs it: a process of its own, killed and started again. */
class AgentProcessTest {
    private final TestPortal portal = new TestPortal();

    @TempDir
    Path folder;

    private Content content;
    private Process agent;

    @BeforeEach
    void start() throws IOException {
        content = new Content();
        startAgent();
    }

    @AfterEach
    void stop() throws InterruptedException {
        agent.destroyForcibly().waitFor();
        portal.close();
        content.close();
    }

    private void startAgent() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.peerhost.agent.Main",
                "run");
        builder.environment()
                .putAll(Map.of(
                        "PORTAL_URL",
                        portal.address().toString(),
                        "DATA_DIR",
                        folder.resolve("agent").toString(),
                        "ENROLMENT_TOKEN",
                        TestPortal.TOKEN,
                        "OFFER_MEMORY_MIB",
                        "64",
                        "OFFER_DISK_MIB",
                        "64",
                        "OFFER_PODS",
                        "no",
                        "LOG_FILE",
                        folder.resolve("agent.json").toString()));
        agent = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("agent.out").toFile()))
                .start();
    }

    private void kill() throws InterruptedException {
        agent.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    private static Assignment lease(Hash release) {
        return new Assignment(
                Bytes32.random(new SecureRandom()),
                UUID.randomUUID(),
                "blog",
                SiteKind.STATIC,
                new Resources(100, 32, 16),
                LeaseStage.ACTIVE,
                release,
                null);
    }

    private Message.Report awaitState(Assignment lease, ReplicaState state) throws InterruptedException {
        return portal.await(
                Message.Report.class,
                report -> report.replica() != null
                        && report.replica().lease().equals(lease.lease())
                        && report.replica().state() == state);
    }

    @Test
    void shouldEnrolReportAndProveWhenItStarts() throws Exception {
        Message.Hello hello = portal.await(Message.Hello.class, each -> true);
        assertThat(portal.enrolled).containsExactly(hello.agent());
        Message.Inventory inventory = portal.await(Message.Report.class, report -> report.inventory() != null)
                .inventory();
        assertThat(inventory.memoryMib()).isEqualTo(64);
        assertThat(inventory.pods()).isFalse();

        Bytes32 seed = Bytes32.random(new SecureRandom());
        portal.send(new ProveCapacity(seed, 2, 2));
        Message.CapacityFilled filled = portal.await(Message.CapacityFilled.class, each -> true);
        portal.send(new Message.ShowBlocks(seed, List.of(3), List.of(500)));

        Message.Blocks blocks = portal.await(Message.Blocks.class, each -> true);
        assertThat(blocks.disk()
                        .getFirst()
                        .holds(ProveCapacity.diskSeed(seed), filled.diskRoot(), CapacityGraph.blocksIn(2)))
                .isTrue();
    }

    @Test
    void shouldListenOnNoTcpPortWhenItServes() throws Exception {
        portal.await(Message.Hello.class, each -> true);
        Hash release = content.release(Map.of("index.html", text("hello")));
        connectContent();
        Assignment lease = lease(release);
        portal.send(new Message.Desired(1, List.of(lease)));
        fetchedBy(lease);

        assertThat(listening(agent.pid())).isEmpty();
        assertThat(listening(ProcessHandle.current().pid()))
                .as("the probe sees sockets that listen")
                .isNotEmpty();
    }

    /** Local addresses of TCP sockets that a process listens on. */
    private static Set<String> listening(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (var files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            for (Path file : files.toList()) {
                try {
                    inodes.add(Files.readSymbolicLink(file).toString());
                } catch (IOException e) {
                    // Closed since it was listed.
                }
            }
        }
        Set<String> addresses = new HashSet<>();
        for (String table : List.of("tcp", "tcp6"))
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "net", table))) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 9 && words[3].equals("0A") && inodes.contains("socket:[" + words[9] + "]"))
                    addresses.add(words[1]);
            }
        return addresses;
    }

    /** The content server demands its own agent's key: let it take this agent's. */
    private void connectContent() {
        content.any = true;
        portal.content = content.address().toString();
        portal.cut();
    }

    private void fetchedBy(Assignment lease) throws InterruptedException {
        Message.Report ready = awaitReadyAgain(lease);
        assertThat(ready.replica().release()).isEqualTo(lease.release());
    }

    private Message.Report awaitReadyAgain(Assignment lease) throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            portal.send(new Message.Desired(2 + i, List.of(lease)));
            for (Message.Up each : portal.said)
                if (each instanceof Message.Report report
                        && report.replica() != null
                        && report.replica().lease().equals(lease.lease())
                        && report.replica().state() == ReplicaState.READY) return report;
            Thread.sleep(500);
        }
        return awaitState(lease, ReplicaState.READY);
    }

    @Test
    void shouldLoseAndDoubleNothingWhenItIsKilledAndStartedAgain() throws Exception {
        portal.await(Message.Hello.class, each -> true);
        connectContent();
        Assignment lease = lease(content.release(Map.of("a", text("a"))));
        fetchedBy(lease);
        portal.acknowledges = false;
        int before = portal.said.size();
        portal.send(new Message.Desired(100, List.of()));
        awaitState(lease, ReplicaState.STOPPED);
        assertThat(portal.said.size()).isGreaterThan(before);

        kill();
        portal.acknowledges = true;
        startAgent();

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (portal.kept.stream()
                .noneMatch(
                        report -> report.replica() != null && report.replica().state() == ReplicaState.STOPPED)) {
            assertThat(System.nanoTime()).as("it comes within 60 s").isLessThan(end);
            Thread.sleep(20);
        }
        assertThat(portal.kept)
                .extracting(Message.Report::number)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(portal.kept.stream()
                        .filter(report ->
                                report.replica() != null && report.replica().state() == ReplicaState.STOPPED))
                .hasSize(1);
        assertThat(portal.enrolled).as("enrolled once").hasSize(1);
    }

    @Test
    void shouldServeOnWhenItStartsWithoutThePortal() throws Exception {
        portal.await(Message.Hello.class, each -> true);
        connectContent();
        Assignment lease = lease(content.release(Map.of("a", text("a"))));
        fetchedBy(lease);
        kill();
        portal.said.clear();
        content.asked.clear();

        startAgent();

        awaitState(lease, ReplicaState.READY);
        assertThat(content.asked).as("all of it was here").isEmpty();
    }

    @Test
    void shouldRefuseToStartWhenAnotherAgentHasTheFolder() throws Exception {
        portal.await(Message.Hello.class, each -> true);
        Process first = agent;
        try {
            startAgent();

            assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(agent.exitValue()).isEqualTo(1);
            assertThat(folder.resolve("agent.out")).content().contains("Another agent runs in");
            assertThat(folder.resolve("agent.json"))
                    .content()
                    .contains("\"message\"")
                    .doesNotContain(TestPortal.TOKEN);
        } finally {
            first.destroyForcibly().waitFor();
        }
    }
}
