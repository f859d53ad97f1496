package io.peerhost.agent.controlplane;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One append-only file of the queue: reports with following numbers, each as its length (4 bytes), CRC-32C (4 bytes) and bytes.
 * The file's name is the number of its first report, so that numbers go on after all were sent. What a crash left half
 * written is cut off at the next start.
 */
final class Segment implements AutoCloseable {
    private static final int HEAD = 8;
    private static final int LONGEST = 1024 * 1024;

    private final Path file;
    private final long first;
    private final RandomAccessFile bytes;
    private final List<Long> starts = new ArrayList<>();
    private long end;

    private Segment(Path file, long first) throws IOException {
        this.file = file;
        this.first = first;
        // Not a channel: those close when a thread that uses them is interrupted.
        this.bytes = new RandomAccessFile(file.toFile(), "rw");
    }

    static Segment open(Path folder, long first) throws IOException {
        Path file = folder.resolve("%019d.log".formatted(first));
        boolean fresh = !Files.exists(file);
        Segment segment = new Segment(file, first);
        if (fresh) syncFolder(folder);
        segment.recover();
        return segment;
    }

    /** Else a power cut could take the new file's name away, and its reports with it. */
    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void recover() throws IOException {
        long size = bytes.length();
        while (true) {
            byte[] report = end + HEAD <= size ? sound(end) : null;
            if (report == null) break;
            starts.add(end);
            end += HEAD + report.length;
        }
        if (end < size) {
            bytes.setLength(end);
            bytes.getFD().sync();
        }
    }

    private byte[] sound(long start) throws IOException {
        ByteBuffer head = read(start, HEAD);
        int length = head.getInt();
        int check = head.getInt();
        if (length < 1 || length > LONGEST || start + HEAD + length > bytes.length()) return null;
        byte[] report = read(start + HEAD, length).array();
        return check == check(report) ? report : null;
    }

    private ByteBuffer read(long start, int length) throws IOException {
        byte[] read = new byte[length];
        bytes.seek(start);
        bytes.readFully(read);
        return ByteBuffer.wrap(read);
    }

    private static int check(byte[] report) {
        CRC32C crc = new CRC32C();
        crc.update(report);
        return (int) crc.getValue();
    }

    /** Written and synced when this returns; after a failure nothing of it stays. */
    void append(byte[] report) throws IOException {
        byte[] all = ByteBuffer.allocate(HEAD + report.length)
                .putInt(report.length)
                .putInt(check(report))
                .put(report)
                .array();
        try {
            bytes.seek(end);
            bytes.write(all);
            bytes.getFD().sync();
        } catch (IOException e) {
            bytes.setLength(end);
            throw e;
        }
        starts.add(end);
        end += HEAD + report.length;
    }

    byte[] report(long number) throws IOException {
        byte[] report = sound(starts.get((int) (number - first)));
        if (report == null) throw new IOException("Report " + number + " in " + file + " is damaged");
        return report;
    }

    long first() {
        return first;
    }

    /** The number after its last. */
    long next() {
        return first + starts.size();
    }

    long size() {
        return end;
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
