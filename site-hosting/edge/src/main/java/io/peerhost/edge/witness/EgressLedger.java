package io.peerhost.edge.witness;

import io.peerhost.edge.tunnel.TunnelMeter;
import io.peerhost.protocol.identity.Bytes32;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private FileOutputStream out;
    private long length;

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
        byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
        out.write(bytes);
        out.getFD().sync();
        length += bytes.length;
        if (length > LONGEST_FILE) rewrite();
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
        if (out != null) out.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        out = new FileOutputStream(file.toFile(), true);
        length = 0;
    }

    /** The full stop says that the number is whole. */
    private static void line(StringBuilder lines, Bytes32 lease, long total) {
        lines.append(lease).append(' ').append(total).append(".\n");
    }

    @Override
    public synchronized void close() throws IOException {
        save();
        out.close();
    }
}
