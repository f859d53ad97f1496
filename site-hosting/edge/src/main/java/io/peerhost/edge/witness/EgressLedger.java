package io.peerhost.edge.witness;

import io.peerhost.edge.tunnel.TunnelMeter;
import io.peerhost.protocol.identity.Bytes32;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bytes of each lease that went to visitors, since the lease began. Kept in a file of lines {@code lease total}, of which
 * the last for a lease counts; what changed is added once a second, so that a crash loses a second at most.
 */
public final class EgressLedger implements TunnelMeter, AutoCloseable {
    private static final long LONGEST_FILE = 4L << 20;

    private final Path file;
    private final Map<Bytes32, LongAdder> totals = new ConcurrentHashMap<>();
    private final Map<Bytes32, Long> written = new HashMap<>();
    private FileChannel channel;

    public EgressLedger(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) read();
        rewrite();
    }

    @Override
    public void egress(Bytes32 lease, long bytes) {
        LongAdder total = totals.get(lease);
        if (total == null) total = totals.computeIfAbsent(lease, _ -> new LongAdder());
        total.add(bytes);
    }

    public long total(Bytes32 lease) {
        LongAdder total = totals.get(lease);
        return total == null ? 0 : total.sum();
    }

    /** All totals as they are now. */
    public Map<Bytes32, Long> totals() {
        Map<Bytes32, Long> all = new HashMap<>();
        totals.forEach((lease, total) -> all.put(lease, total.sum()));
        return all;
    }

    /** Writes what changed since the last time. */
    public synchronized void save() throws IOException {
        StringBuilder lines = new StringBuilder();
        totals().forEach((lease, total) -> {
            if (total.equals(written.put(lease, total))) return;
            line(lines, lease, total);
        });
        if (lines.isEmpty()) return;
        append(lines);
        if (channel.size() > LONGEST_FILE) rewrite();
    }

    private void append(StringBuilder lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) channel.write(bytes);
        channel.force(false);
    }

    private void read() throws IOException {
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            // A crash may have cut the last line short.
            if (!line.matches("0x[0-9a-f]{64} [0-9]{1,18}\\.")) continue;
            Bytes32 lease = new Bytes32(line.substring(0, 66));
            LongAdder total = new LongAdder();
            total.add(Long.parseLong(line, 67, line.length() - 1, 10));
            totals.put(lease, total);
        }
    }

    private void rewrite() throws IOException {
        StringBuilder lines = new StringBuilder();
        written.putAll(totals());
        written.forEach((lease, total) -> line(lines, lease, total));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, lines);
        if (channel != null) channel.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel = FileChannel.open(file, StandardOpenOption.APPEND);
    }

    /** The full stop says that the number is whole. */
    private static void line(StringBuilder lines, Bytes32 lease, long total) {
        lines.append(lease).append(' ').append(total).append(".\n");
    }

    @Override
    public synchronized void close() throws IOException {
        save();
        channel.close();
    }
}
