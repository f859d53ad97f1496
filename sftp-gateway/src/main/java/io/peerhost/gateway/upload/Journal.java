package io.peerhost.gateway.upload;

import io.peerhost.protocol.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small finished contents that sites does not have yet, appended to a few files, so that a {@code kill -9} loses none that a
 * client was told is there. A file of its own for each would cost a put of thousands its speed. What a process left is made
 * into such files by the next one, see {@link #unpack}. Loss of power may take the last seconds.
 *
 * <p>A record is 4 bytes length of the note, 4 bytes length of the content, 4 bytes CRC-32C of what follows, the note in JSON, the
 * content; or {@link #GONE}, the number in this file of a record that is not needed any more, and the CRC-32C of that number.
 */
final class Journal {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final String NAME = "journal-";
    private static final int HEAD = 12;
    private static final int GONE = -1;
    private static final int LONGEST_NOTE = 64 * 1024;
    private static final int SEGMENT = 8 << 20;
    private static final int MOST_SEGMENTS = 64;

    private final Path folder;
    private final List<Segment> segments = new ArrayList<>();
    private long made;

    /** One file. */
    private static final class Segment {
        private final Path path;
        private final RandomAccessFile file;
        private int records;
        private int live;

        Segment(Path path) throws IOException {
            this.path = path;
            this.file = new RandomAccessFile(path.toFile(), "rw");
        }
    }

    /** A content that stands in the journal. */
    static final class Entry {
        private final Segment segment;
        private final int number;

        private Entry(Segment segment, int number) {
            this.segment = segment;
            this.number = number;
        }
    }

    /** @param folder without a journal, see {@link #unpack} */
    Journal(Path folder) {
        this.folder = folder;
    }

    /** @return null when there is no room @throws IOException when it cannot be written */
    synchronized Entry add(Note note, byte[] bytes, int length) throws IOException {
        Segment segment = current();
        if (segment == null) return null;
        byte[] noted = Json.bytes(note);
        ByteBuffer record = ByteBuffer.allocate(HEAD + noted.length + length);
        record.putInt(noted.length).putInt(length).putInt(0).put(noted).put(bytes, 0, length);
        record.putInt(8, sum(record.array(), HEAD, noted.length + length));
        segment.file.write(record.array());
        segment.live++;
        return new Entry(segment, segment.records++);
    }

    /** It is stored, or not wanted. */
    synchronized void remove(Entry entry) {
        Segment segment = entry.segment;
        try {
            if (--segment.live > 0) {
                ByteBuffer record = ByteBuffer.allocate(HEAD)
                        .putInt(GONE)
                        .putInt(entry.number)
                        .putInt(0);
                segment.file.write(record.putInt(8, sum(record.array(), 4, 4)).array());
            } else if (segment == segments.getLast()) {
                segment.file.setLength(0);
                segment.file.seek(0);
                segment.records = 0;
            } else {
                segments.remove(segment);
                segment.file.close();
                Spool.remove(segment.path);
            }
        } catch (IOException e) {
            // A gateway that starts again stores it once more, which changes nothing.
            log.warn("{} keeps what is not needed any more", segment.path, e);
        }
    }

    private Segment current() throws IOException {
        if (segments.isEmpty() || segments.getLast().file.getFilePointer() > SEGMENT) {
            if (segments.size() == MOST_SEGMENTS) return null;
            segments.add(new Segment(folder.resolve(NAME + made++)));
        }
        return segments.getLast();
    }

    /** Makes what the process before this one left here into a file and a note for each content. */
    static void unpack(Path folder) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.filter(file -> isJournal(file.getFileName().toString()))
                    .toList();
        }
        for (Path journal : left) {
            Set<Integer> gone = new HashSet<>();
            read(journal, gone, (number, note, bytes) -> {});
            read(journal, new HashSet<>(), (number, note, bytes) -> {
                if (gone.contains(number)) return;
                Path file = folder.resolve("of-" + journal.getFileName() + "-" + number);
                Files.write(file, bytes);
                Leftovers.write(file, Json.read(note, Note.class));
            });
            Spool.remove(journal);
        }
    }

    private static boolean isJournal(String name) {
        return name.startsWith(NAME);
    }

    @FunctionalInterface
    private interface Reader {
        void found(int number, byte[] note, byte[] bytes) throws IOException;
    }

    /** Up to the first record that is not whole: the process ended while it was written. */
    private static void read(Path journal, Set<Integer> gone, Reader reader) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(journal)))) {
            for (int number = 0; ; ) {
                int noted = in.readInt();
                int length = in.readInt();
                int sum = in.readInt();
                if (noted == GONE) {
                    if (sum != sum(ByteBuffer.allocate(4).putInt(length).array(), 0, 4)) return;
                    gone.add(length);
                    continue;
                }
                if (noted < 0 || noted > LONGEST_NOTE || length < 0 || length > Spool.SMALL) return;
                byte[] record = in.readNBytes(noted + length);
                if (record.length < noted + length || sum != sum(record, 0, record.length)) return;
                ByteArrayInputStream parts = new ByteArrayInputStream(record);
                reader.found(number++, parts.readNBytes(noted), parts.readAllBytes());
            }
        } catch (EOFException e) {
            log.debug("{} ends", journal);
        }
    }

    private static int sum(byte[] bytes, int offset, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, offset, length);
        return (int) sum.getValue();
    }
}
