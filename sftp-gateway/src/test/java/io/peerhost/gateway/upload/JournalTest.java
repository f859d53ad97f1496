package io.peerhost.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final UUID SITE = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void shouldFindExactlyWhatWasNotRemovedWhateverCameBefore() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Journal journal = new Journal(folder);
            Map<String, byte[]> live = new HashMap<>();
            Map<String, Journal.Entry> entries = new HashMap<>();
            for (int step = 0; step < 400; step++) {
                if (entries.isEmpty() || random.nextInt(3) > 0) {
                    byte[] bytes = new byte[random.nextInt(Spool.SMALL + 1)];
                    random.nextBytes(bytes);
                    entries.put("file " + step, journal.add(note("file " + step), bytes, bytes.length));
                    live.put("file " + step, bytes);
                } else {
                    String path = List.copyOf(entries.keySet()).get(random.nextInt(entries.size()));
                    journal.remove(entries.remove(path));
                    live.remove(path);
                }
            }
            assertSame(live, left());
        }
    }

    @Test
    void shouldKeepWhatIsWholeWhenTheLastRecordIsCutOffAnywhere() throws Exception {
        Journal journal = new Journal(folder);
        journal.add(note("first"), new byte[] {1, 2, 3}, 3);
        long whole = Files.size(folder.resolve("journal-0"));
        journal.add(note("second"), new byte[] {4, 5, 6}, 3);
        byte[] all = Files.readAllBytes(folder.resolve("journal-0"));
        for (int length = (int) whole; length < all.length; length++) {
            Files.write(folder.resolve("journal-0"), Arrays.copyOf(all, length));
            assertThat(left()).containsOnlyKeys("first");
        }
    }

    @Test
    void shouldStopAtWhatIsNoRecordOfOurs() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            Files.write(folder.resolve("journal-0"), garbage);
            assertThat(left()).isEmpty();
        }
    }

    @Test
    void shouldGiveItsRoomBackWhenAllIsStored() throws Exception {
        Journal journal = new Journal(folder);
        byte[] bytes = new byte[Spool.SMALL];
        List<Journal.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) entries.add(journal.add(note("file " + i), bytes, bytes.length));
        entries.forEach(journal::remove);
        try (var files = Files.list(folder)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isZero();
        }
    }

    @Test
    void shouldSayThatThereIsNoRoomBeforeItGrowsWithoutEnd() throws Exception {
        Journal journal = new Journal(folder);
        byte[] bytes = new byte[Spool.SMALL];
        int taken = 0;
        while (journal.add(note("file"), bytes, bytes.length) != null) taken++;
        assertThat((long) taken * bytes.length).isBetween(500L << 20, 600L << 20);
    }

    private static Note note(String path) {
        return new Note(SITE, path, NOW.getEpochSecond(), NOW.getEpochSecond(), true);
    }

    private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> found) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((path, bytes) -> assertThat(found.get(path)).isEqualTo(bytes));
    }

    /** What the next process finds; the folder is empty then. */
    private Map<String, byte[]> left() throws IOException {
        Journal.unpack(folder);
        Map<String, byte[]> found = new HashMap<>();
        for (Leftovers.Leftover one : new Leftovers(folder, Clock.fixed(NOW, ZoneOffset.UTC)).take(SITE)) {
            found.put(one.note().path(), Files.readAllBytes(one.file()));
            Leftovers.remove(one.file());
        }
        return found;
    }
}
