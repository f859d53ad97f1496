package io.peerhost.agent.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportQueueTest {
    private static final long ROOMY = 16 * 1024 * 1024;

    @TempDir
    Path folder;

    private static Message.Report report(long number, String text) {
        return new Message.Report(
                number,
                null,
                new Message.ReplicaStatus(Bytes32.ZERO, ReplicaState.READY, null, text, Instant.EPOCH),
                null);
    }

    private static boolean add(ReportQueue queue, String text) throws IOException {
        return queue.append(number -> report(number, text));
    }

    private static List<Long> numbers(List<Message.Report> reports) {
        return reports.stream().map(Message.Report::number).toList();
    }

    @Test
    void shouldNumberOnWhenItIsOpenedAgain() throws Exception {
        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            add(queue, "one");
            add(queue, "two");
        }

        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            add(queue, "three");

            assertThat(queue.after(0, 10))
                    .extracting(each -> each.replica().message())
                    .containsExactly("one", "two", "three");
            assertThat(numbers(queue.after(0, 10))).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void shouldNeverUseANumberTwiceWhenAllWereAcknowledgedBeforeARestart() throws Exception {
        String large = "x".repeat(400);
        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            for (int i = 0; i < 300; i++) add(queue, large);
            queue.acknowledged(300);
        }

        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            add(queue, "next");

            assertThat(numbers(queue.after(300, 10))).containsExactly(301L);
            assertThat(queue.pending()).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepAllBeforeTheTearWhenTheLastWriteWasCutShort() throws Exception {
        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            add(queue, "one");
            add(queue, "two");
            add(queue, "torn");
        }
        Path file = onlyFile();

        for (int cut = 1; cut < 100; cut += 7) {
            byte[] whole = Files.readAllBytes(file);
            try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
                torn.setLength(whole.length - cut);
            }
            try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
                assertThat(numbers(queue.after(0, 10))).as("cut by " + cut).containsExactly(1L, 2L);
                assertThat(add(queue, "three")).isTrue();
                assertThat(queue.after(2, 10))
                        .extracting(each -> each.replica().message())
                        .containsExactly("three");
            }
            Files.write(file, whole);
        }
    }

    @Test
    void shouldDropADamagedReportWhenItsBytesChanged() throws Exception {
        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            add(queue, "one");
            add(queue, "two");
        }
        Path file = onlyFile();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);

        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            assertThat(numbers(queue.after(0, 10))).containsExactly(1L);
        }
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void shouldRefuseWhenItIsFullAndTakeAgainWhenAcknowledged() throws Exception {
        try (ReportQueue queue = ReportQueue.open(folder, 3 * 1024 * 1024)) {
            String large = "x".repeat(100_000);
            long taken = 0;
            while (add(queue, large)) taken++;

            assertThat(taken).isBetween(25L, 32L);
            queue.acknowledged(taken);
            assertThat(add(queue, large)).isTrue();
            assertThat(numbers(queue.after(taken, 5))).containsExactly(taken + 1);
        }
    }

    @Test
    void shouldTakeNumbersAboveThePortalsWhenThisDiskIsOld() throws Exception {
        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            add(queue, "one");
            add(queue, "two");

            long from = queue.resume(10);

            assertThat(from).isEqualTo(10);
            assertThat(numbers(queue.after(10, 10))).containsExactly(11L, 12L);
            assertThat(queue.after(10, 10))
                    .extracting(each -> each.replica().message())
                    .containsExactly("one", "two");
        }
        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            assertThat(numbers(queue.after(10, 10))).containsExactly(11L, 12L);
        }
    }

    @Test
    void shouldSendAgainOnlyWhatThePortalLacksWhenItResumes() throws Exception {
        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            for (int i = 0; i < 5; i++) add(queue, "report");

            long from = queue.resume(3);

            assertThat(numbers(queue.after(from, 10))).containsExactly(4L, 5L);
        }
    }

    @Test
    void shouldWakeWhoWaitsWhenAReportComes() throws Exception {
        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            Thread.ofVirtual().start(() -> {
                try {
                    add(queue, "report");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(queue.awaitAfter(0, Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void shouldSurviveWhenAReaderIsInterrupted() throws Exception {
        try (ReportQueue queue = ReportQueue.open(folder, ROOMY)) {
            add(queue, "one");
            Thread.currentThread().interrupt();

            assertThat(numbers(queue.after(0, 10))).containsExactly(1L);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(add(queue, "two")).isTrue();
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenAKeyIsDamaged() throws Exception {
        Files.writeString(folder.resolve("key"), "nonsense");

        assertThatThrownBy(() -> AgentKey.in(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void shouldKeepTheKeyForItsOwnerOnlyWhenItIsMade() throws Exception {
        var key = AgentKey.in(folder);

        assertThat(AgentKey.in(folder).address()).isEqualTo(key.address());
        assertThat(Files.getPosixFilePermissions(folder.resolve("key")))
                .hasToString("[OWNER_READ, OWNER_WRITE]")
                .hasSize(2);
    }
}
