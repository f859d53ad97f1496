package io.peerhost.gateway.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final UUID SITE = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void shouldFindExactlyWhatIsNotStoredWhateverCameBefore() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<String> live = new ArrayList<>();
            List<Long> numbers = new ArrayList<>();
            for (int life = 0; life < 4; life++) {
                Spool spool = spool();
                Journal journal = spool.journals().open(SITE);
                assertThat(told(journal)).as("seed %d, life %d", seed, life).isEqualTo(live);
                for (int step = 0; step < 200; step++) {
                    if (live.isEmpty() || random.nextInt(4) > 0) {
                        String path = "%d-%d".formatted(life, step);
                        if (random.nextBoolean()) numbers.add(journal.add(new DraftChange.Remove(path), null));
                        else numbers.add(put(spool, journal, path, random.nextInt(2 * Spool.SMALL)));
                        live.add(path);
                    } else {
                        int count = random.nextInt(live.size()) + 1;
                        journal.stored(numbers.get(count - 1));
                        live.subList(0, count).clear();
                        numbers.subList(0, count).clear();
                    }
                }
            }
            Journal journal = spool().journals().open(SITE);
            assertThat(told(journal)).isEqualTo(live);
            journal.stored(journal.last());
            journal.close();
            assertThat(files()).as("files left").isZero();
        }
    }

    @Test
    void shouldAskAgainWithTheSameKeyWhenTheAnswerWasNotHeard() throws Exception {
        Journal journal = spool().journals().open(SITE);
        UUID key = UUID.randomUUID();
        for (String path : List.of("a", "b", "c")) journal.add(new DraftChange.Remove(path), null);
        journal.sending(UUID.randomUUID(), List.of(1L));
        journal.stored(1);
        journal.sending(key, List.of(2L));

        Journal next = spool().journals().open(SITE);
        assertThat(next.underWay()).contains(new Journal.Asked(key, List.of(new DraftChange.Remove("b"))));
        next.answered(true);
        assertThat(told(next)).containsExactly("c");

        Journal third = spool().journals().open(SITE);
        assertThat(third.underWay()).isEmpty();
        assertThat(told(third)).containsExactly("c");
    }

    @Test
    void shouldLeaveNothingBehindWhenTheGatewayWasKilledBetweenStoringAndForgetting() throws Exception {
        Spool spool = spool();
        Path content = folder.resolve("spool/content");
        Files.writeString(content, "a large one");
        DraftChange put = new DraftChange.Put("large", Hash.ofContent("a large one".getBytes(UTF_8)), 11, 0);
        try (JournalFile file = new JournalFile(spool.journals().next(SITE))) {
            file.append(new JournalLine.Changed(1, NOW.getEpochSecond(), put, "content"), new byte[0], 0);
            file.append(new JournalLine.Stored(1), new byte[0], 0);
        }

        Spool next = spool();
        try (Journal journal = next.journals().open(SITE)) {
            assertThat(told(journal)).isEmpty();
        }

        assertThat(next.journals().left()).isEmpty();
        assertThat(content).doesNotExist();
        assertThat(next.held()).isZero();
    }

    @Test
    void shouldKeepWhatIsWholeWhenTheLastRecordIsCutOffAnywhere() throws Exception {
        Journal journal = spool().journals().open(SITE);
        journal.add(new DraftChange.Remove("first"), null);
        Path file = onlyFile();
        long whole = Files.size(file);
        journal.add(new DraftChange.Remove("second"), null);
        byte[] all = Files.readAllBytes(file);
        for (int length = (int) whole; length < all.length; length++) {
            Files.write(file, Arrays.copyOf(all, length));
            assertThat(told(spool().journals().open(SITE))).containsExactly("first");
        }
    }

    @Test
    void shouldStartWithWhatItUnderstandsWhenAnotherVersionWroteTheRest() throws Exception {
        Journal journal = spool().journals().open(SITE);
        journal.add(new DraftChange.Remove("first"), null);
        journal.add(new DraftChange.Remove("second"), null);
        byte[] line = "{\"line\":\"of-tomorrow\"}".getBytes(UTF_8);
        CRC32C sum = new CRC32C();
        sum.update(line);
        ByteBuffer record = ByteBuffer.allocate(12 + line.length);
        record.putInt(line.length).putInt(0).putInt((int) sum.getValue()).put(line);
        Files.write(onlyFile(), record.array(), StandardOpenOption.APPEND);

        assertThat(told(spool().journals().open(SITE))).containsExactly("first", "second");
    }

    @Test
    void shouldStopAtWhatIsNoRecordOfOurs() throws Exception {
        Random random = new Random(7);
        Path file = Files.createDirectories(folder.resolve("journals")).resolve(SITE + "-1");
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            Files.write(file, garbage);
            assertThat(told(spool().journals().open(SITE))).isEmpty();
        }
    }

    @Test
    void shouldGiveRoomBackWhileChangesStillCome() throws Exception {
        Spool spool = spool();
        Journal journal = spool.journals().open(SITE);
        for (int i = 0; i < 2_000; i++) {
            long number = put(spool, journal, "file " + i, Spool.SMALL);
            if (i > 10) journal.stored(number - 10);
        }
        assertThat(files()).as("bytes of the journal").isLessThan(20L << 20);
    }

    private Spool spool() throws IOException {
        return new Spool(folder.resolve("spool"), 64 << 20, 1L << 30, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static long put(Spool spool, Journal journal, String path, int size) throws IOException {
        Incoming incoming = new Incoming(spool);
        byte[] bytes = new byte[size];
        new Random(path.hashCode()).nextBytes(bytes);
        incoming.write(0, bytes, 0, size);
        LocalBlob blob = incoming.finish();
        long number = journal.add(new DraftChange.Put(path, blob.hash(), size, 0), blob);
        // A content in memory is gone with its process, so that this test needs no more of it.
        if (blob.scratch().fileName() == null) blob.discard();
        return number;
    }

    /** Paths of what the next process finds; each put has its content. */
    private static List<String> told(Journal journal) throws IOException {
        List<String> told = new ArrayList<>();
        for (Journal.Left left : journal.left())
            switch (left.change()) {
                case DraftChange.Put put -> {
                    assertThat(left.blob().hash()).isEqualTo(put.hash());
                    told.add(put.path());
                    if (left.blob().scratch().fileName() == null) left.blob().discard();
                }
                case DraftChange.Remove remove -> told.add(remove.path());
                default -> throw new AssertionError(left.change());
            }
        return told;
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("journals"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("journals"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
