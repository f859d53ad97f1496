package io.peerhost.agent.controlplane;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports on their way to the portal, on disk until it has acknowledged them: nothing is lost when either side stops, and as each
 * keeps its number nothing counts twice. It has a limit: when full it refuses, and who reports tries again later with newer
 * figures (all figures are cumulative). Any thread may use it.
 */
public final class ReportQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportQueue.class);
    private static final long SEGMENT = 1024 * 1024;
    private static final long WORTH_A_NEW_FILE = 64 * 1024;

    private final Path folder;
    private final long limit;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long acknowledged;

    private ReportQueue(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /** @param limit bytes of all reports together */
    public static ReportQueue open(Path folder, long limit) throws IOException {
        Files.createDirectories(folder);
        ReportQueue queue = new ReportQueue(folder, limit);
        try (Stream<Path> files = Files.list(folder)) {
            List<Long> firsts = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{19}\\.log"))
                    .map(name -> Long.parseLong(name.substring(0, 19)))
                    .sorted()
                    .toList();
            for (long first : firsts) queue.segments.add(Segment.open(folder, first));
        }
        if (queue.segments.isEmpty()) queue.segments.add(Segment.open(folder, 1));
        queue.acknowledged = queue.segments.getFirst().first() - 1;
        return queue;
    }

    /**
     * Adds a report under the next number; on disk when this returns.
     *
     * @return false when the queue is full
     */
    public synchronized boolean append(LongFunction<Message.Report> report) throws IOException {
        byte[] bytes = Json.bytes(report.apply(next()));
        if (bytes() + bytes.length > limit) return false;
        if (segments.getLast().size() > SEGMENT) segments.addLast(Segment.open(folder, next()));
        segments.getLast().append(bytes);
        notifyAll();
        return true;
    }

    /** At most {@code most} reports with numbers above {@code number}, in order. */
    public synchronized List<Message.Report> after(long number, int most) throws IOException {
        List<Message.Report> reports = new ArrayList<>();
        for (Segment segment : segments)
            for (long at = Math.max(number + 1, segment.first()); at < segment.next() && reports.size() < most; at++)
                reports.add(Json.read(segment.report(at), Message.Report.class));
        return reports;
    }

    /** Waits until there is a report above {@code number}, or the time is over. */
    public synchronized boolean awaitAfter(long number, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (next() <= number + 1) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    /** The portal keeps report {@code number} and all before. */
    public synchronized void acknowledged(long number) throws IOException {
        acknowledged = Math.max(acknowledged, Math.min(number, next() - 1));
        if (acknowledged == next() - 1 && segments.getLast().size() > WORTH_A_NEW_FILE)
            segments.addLast(Segment.open(folder, next()));
        while (segments.size() > 1 && segments.getFirst().next() <= acknowledged + 1)
            segments.removeFirst().delete();
    }

    /**
     * A connection begins and the portal says what it has received. When that is more than was ever numbered here (this disk was put
     * back from an old copy), what waits gets new numbers above it: under the old ones the portal would take it for known.
     *
     * @return the number after which to send
     */
    public synchronized long resume(long received) throws IOException {
        if (received >= next()) {
            LOG.warn(
                    "The portal has report {}, this disk only knows {}: numbers go on after the portal's",
                    received,
                    next() - 1);
            renumber(received + 1);
        }
        acknowledged(received);
        return received;
    }

    private void renumber(long first) throws IOException {
        List<Message.Report> waiting = after(acknowledged, Integer.MAX_VALUE);
        Segment fresh = Segment.open(folder, first);
        for (Message.Report report : waiting)
            fresh.append(
                    Json.bytes(new Message.Report(fresh.next(), report.inventory(), report.replica(), report.usage())));
        for (Segment old : List.copyOf(segments)) old.delete();
        segments.clear();
        segments.add(fresh);
        acknowledged = first - 1;
    }

    /** How many wait for the portal. */
    public synchronized long pending() {
        return next() - 1 - acknowledged;
    }

    private long next() {
        return segments.getLast().next();
    }

    private long bytes() {
        return segments.stream().mapToLong(Segment::size).sum();
    }

    @Override
    public synchronized void close() throws IOException {
        for (Segment segment : segments) segment.close();
    }
}
