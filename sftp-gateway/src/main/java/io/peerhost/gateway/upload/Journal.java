package io.peerhost.gateway.upload;

import io.peerhost.protocol.draft.DraftChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of one draft that sites does not have yet, so that a {@code kill -9} loses none that a client was told is done. It is
 * written before the change is sent and forgets it when sites has answered; the next process goes on from what is left. Contents of
 * small files are in it, those of large ones are files of the {@link Spool}. Where it cannot be written, changes are made all the same.
 */
public final class Journal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final int SEGMENT = 8 << 20;
    private static final byte[] NONE = {};

    /**
     * A change that is still to be brought to sites.
     *
     * @param at when it was made, seconds since the epoch, UTC
     * @param blob the content of a put; null for other changes, and when it is not here any more, for a later change made it needless
     */
    public record Left(long number, long at, DraftChange change, LocalBlob blob) {}

    /** A question that sites may have answered. */
    public record Asked(UUID key, List<DraftChange> changes) {}

    private final Journals all;
    private final UUID site;
    private final Spool spool;
    /** Written by processes before this one, with the number of the last change in each. */
    private final Map<Path, Long> before;

    private final List<Segment> segments = new ArrayList<>();
    private JournalLine.Sending sending;
    private long last;
    private long stored;
    private boolean closed;

    private static final class Segment {
        private final JournalFile file;
        private long last;

        Segment(JournalFile file) {
            this.file = file;
        }
    }

    /** @param before what other processes left of it, in order */
    Journal(Journals all, UUID site, Spool spool, List<Path> before) throws IOException {
        this.all = all;
        this.site = site;
        this.spool = spool;
        this.before = new TreeMap<>(Journals.IN_ORDER);
        for (Path path : before) {
            this.before.put(path, 0L);
            JournalFile.read(path, (line, content) -> take(path, line));
        }
    }

    private void take(Path path, JournalLine line) {
        switch (line) {
            case JournalLine.Changed changed -> {
                last = changed.number();
                before.put(path, last);
            }
            case JournalLine.Sending asked -> sending = asked;
            case JournalLine.Stored done -> stored = done.last();
        }
    }

    /** What was asked of sites without an answer; to be asked again before anything else. */
    public synchronized Optional<Asked> underWay() throws IOException {
        if (sending == null || sending.last() <= stored) return Optional.empty();
        Map<Long, DraftChange> asked = new TreeMap<>();
        Set<Long> numbers = Set.copyOf(sending.changes());
        read((changed, content) -> {
            if (numbers.contains(changed.number())) asked.put(changed.number(), changed.change());
        });
        return asked.size() < sending.changes().size()
                ? Optional.empty()
                : Optional.of(new Asked(sending.key(), List.copyOf(asked.values())));
    }

    /** Sites has answered what was {@link #underWay}. @param made whether it did what was asked */
    public synchronized void answered(boolean made) {
        if (made) stored(sending.last());
        sending = null;
    }

    /** In order, once; each content is the caller's. */
    public synchronized List<Left> left() throws IOException {
        List<Left> left = new ArrayList<>();
        read((changed, content) -> {
            if (changed.number() > stored)
                left.add(new Left(changed.number(), changed.at(), changed.change(), blob(changed, content)));
            else if (changed.file() != null) spool.forget(changed.file());
        });
        forgetStored();
        return left;
    }

    private LocalBlob blob(JournalLine.Changed changed, byte[] content) throws IOException {
        if (!(changed.change() instanceof DraftChange.Put put)) return null;
        Incoming incoming = changed.file() == null ? new Incoming(spool) : spool.taken(changed.file());
        if (incoming == null) return null;
        if (changed.file() == null) incoming.write(0, content, 0, content.length);
        LocalBlob blob = incoming.finish();
        if (blob.hash().equals(put.hash())) return blob;
        log.warn("What was kept of {} is not what was sent; it is left out", put.path());
        blob.discard();
        return null;
    }

    @FunctionalInterface
    private interface Reader {
        void found(JournalLine.Changed changed, byte[] content) throws IOException;
    }

    private void read(Reader reader) throws IOException {
        for (Path path : before.keySet())
            JournalFile.read(path, (line, content) -> {
                if (line instanceof JournalLine.Changed changed) reader.found(changed, content);
            });
    }

    /** @param blob the content of a put, finished; null for other changes @return its number */
    public synchronized long add(DraftChange change, LocalBlob blob) {
        Scratch content = blob == null ? null : blob.scratch();
        String file = content == null ? null : content.fileName();
        boolean inside = content != null && file == null;
        last++;
        write(
                new JournalLine.Changed(last, spool.now(), change, file),
                inside ? content.memory() : NONE,
                inside ? (int) blob.size() : 0);
        if (file != null) content.unnote();
        return last;
    }

    /** To be called before sites is asked. */
    public synchronized void sending(UUID key, List<Long> changes) {
        write(new JournalLine.Sending(key, changes), NONE, 0);
    }

    /** All changes up to {@code number} are at sites, or given up. */
    public synchronized void stored(long number) {
        if (number <= stored || closed) return;
        stored = number;
        boolean all = stored >= last;
        if (!all || segments.size() + before.size() > 1) write(new JournalLine.Stored(stored), NONE, 0);
        try {
            forgetStored();
            while (segments.size() > 1 && segments.getFirst().last <= stored) remove(segments.removeFirst());
            if (all && !segments.isEmpty()) segments.getFirst().file.clear();
        } catch (IOException e) {
            // A gateway that starts again asks once more with the same key, which changes nothing.
            log.warn("The journal of {} keeps what is not needed any more", site, e);
        }
    }

    /** Number of the newest change. */
    public synchronized long last() {
        return last;
    }

    private void forgetStored() {
        for (Path path : List.copyOf(before.keySet())) {
            if (before.get(path) > stored) continue;
            before.remove(path);
            Spool.remove(path);
        }
    }

    private static void remove(Segment segment) throws IOException {
        segment.file.close();
        Spool.remove(segment.file.path());
    }

    private void write(JournalLine line, byte[] content, int length) {
        if (closed) return;
        try {
            if (segments.isEmpty() || segments.getLast().file.length() > SEGMENT)
                segments.add(new Segment(new JournalFile(all.next(site))));
            Segment segment = segments.getLast();
            segment.file.append(line, content, length);
            segment.last = last;
        } catch (IOException e) {
            log.warn("The journal of {} cannot be written: should the gateway be killed, changes are lost", site, e);
        }
    }

    /** What is left stays for the next process, or the next visit. */
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        try {
            for (Segment segment : segments)
                if (stored >= last) remove(segment);
                else segment.file.close();
        } catch (IOException e) {
            log.warn("The journal of {} was not closed well", site, e);
        }
        all.closed(site);
    }
}
