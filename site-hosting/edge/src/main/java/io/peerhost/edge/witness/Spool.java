package io.peerhost.edge.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of lines on disk, first in, first out, of bounded size. A folder of files, one for each {@link #add}, named by
 * number; a file is there whole or not at all, and goes when its lines have arrived. When it is full the oldest go.
 */
public final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String ENDING = ".ndjson";

    private final Path folder;
    private final int most;
    private final TreeMap<Long, Path> files = new TreeMap<>();
    private long next = 1;
    private boolean closed;

    /** @param number of the batch; to be given to {@link #done} */
    public record Batch(long number, List<String> lines) {}

    /** @param most batches kept */
    public Spool(Path folder, int most) throws IOException {
        this.folder = folder;
        this.most = most;
        Files.createDirectories(folder);
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9]{1,18}\\.ndjson"))
                    files.put(Long.parseLong(name.substring(0, name.length() - ENDING.length())), file);
                else Files.delete(file);
            }
        }
        if (!files.isEmpty()) next = files.lastKey() + 1;
    }

    public synchronized void add(List<String> lines) throws IOException {
        if (lines.isEmpty()) return;
        Path file = folder.resolve(next + ENDING);
        Path part = folder.resolve(next + ".part");
        Files.write(
                part,
                lines,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.DSYNC,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        files.put(next++, file);
        while (files.size() > most) {
            LOG.error("Too many witness records wait for Kafka: those of the oldest slot are dropped");
            Files.deleteIfExists(files.pollFirstEntry().getValue());
        }
        notifyAll();
    }

    /** The oldest batch, once there is one; null after {@link #close}. Blocks. */
    public synchronized Batch take() throws InterruptedException, IOException {
        while (files.isEmpty() && !closed) wait();
        if (closed) return null;
        return new Batch(files.firstKey(), Files.readAllLines(files.firstEntry().getValue(), StandardCharsets.UTF_8));
    }

    public synchronized void done(Batch batch) throws IOException {
        Path file = files.remove(batch.number());
        if (file != null) Files.deleteIfExists(file);
    }

    /** Nothing more is taken. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Batches that wait. */
    public synchronized int size() {
        return files.size();
    }
}
