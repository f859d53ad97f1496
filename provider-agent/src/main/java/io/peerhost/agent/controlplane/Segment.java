package io.peerhost.agent.controlplane;

import java.io.IOException;
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
    private final FileChannel channel;
    private final List<Long> starts = new ArrayList<>();
    private long end;

    private Segment(Path file, long first) throws IOException {
        this.file = file;
        this.first = first;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
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
        long size = channel.size();
        while (true) {
            byte[] report = end + HEAD <= size ? sound(end) : null;
            if (report == null) break;
            starts.add(end);
            end += HEAD + report.length;
        }
        if (end < size) {
            channel.truncate(end);
            channel.force(true);
        }
    }

    private byte[] sound(long start) throws IOException {
        ByteBuffer head = read(start, HEAD);
        int length = head.getInt();
        int check = head.getInt();
        if (length < 1 || length > LONGEST || start + HEAD + length > channel.size()) return null;
        byte[] report = read(start + HEAD, length).array();
        return check == check(report) ? report : null;
    }

    private ByteBuffer read(long start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining())
            if (channel.read(buffer, start + buffer.position()) < 0)
                throw new IOException(file + " is shorter than it was");
        return buffer.flip();
    }

    private static int check(byte[] report) {
        CRC32C crc = new CRC32C();
        crc.update(report);
        return (int) crc.getValue();
    }

    /** Written and synced when this returns; after a failure nothing of it stays. */
    void append(byte[] report) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(HEAD + report.length)
                .putInt(report.length)
                .putInt(check(report))
                .put(report)
                .flip();
        try {
            while (all.hasRemaining()) channel.write(all, end + all.position());
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(end);
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

    long bytes() {
        return end;
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
