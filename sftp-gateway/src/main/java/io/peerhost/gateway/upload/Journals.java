package io.peerhost.gateway.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journals of all drafts, in a folder: {@code SITE-NUMBER}, the numbers rising. */
public final class Journals {
    /** As long as sites knows the keys of questions. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final Logger log = LoggerFactory.getLogger(Journals.class);

    static final Comparator<Path> IN_ORDER = Comparator.comparingLong(Journals::number);

    private final Path folder;
    private final Spool spool;
    private final AtomicLong made;
    private final Set<UUID> open = new HashSet<>();

    Journals(Path folder, Spool spool) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.spool = spool;
        this.made = new AtomicLong(
                files().stream().mapToLong(Journals::number).max().orElse(0));
    }

    /** The files of the spool that journals speak of. */
    Set<String> spooled() throws IOException {
        Set<String> names = new HashSet<>();
        for (Path path : files())
            JournalFile.read(path, (line, content) -> {
                if (line instanceof JournalLine.Changed changed && changed.file() != null) names.add(changed.file());
            });
        return names;
    }

    /** Sites of which something is left and nobody takes care. */
    public synchronized List<UUID> left() {
        return files().stream()
                .map(Journals::site)
                .distinct()
                .filter(site -> !open.contains(site))
                .toList();
    }

    /** One at a time for a site, until it is closed. */
    public synchronized Journal open(UUID site) throws IOException {
        if (!open.add(site)) throw new IllegalStateException("The journal of " + site + " is in use");
        try {
            return new Journal(this, site, spool, files(site));
        } catch (IOException | RuntimeException e) {
            open.remove(site);
            throw e;
        }
    }

    synchronized void closed(UUID site) {
        open.remove(site);
    }

    /** What is left of the site is given up. */
    public synchronized void drop(UUID site) {
        if (open.contains(site)) return;
        for (Path path : files(site)) {
            try {
                JournalFile.read(path, (line, content) -> {
                    if (line instanceof JournalLine.Changed changed && changed.file() != null)
                        spool.forget(changed.file());
                });
            } catch (IOException e) {
                log.warn("What {} speaks of stays in the spool", path, e);
            }
            Spool.remove(path);
        }
    }

    /** Whether what is left of the site is older than the answers that sites remembers. */
    public synchronized boolean isOver(UUID site) {
        try {
            for (Path path : files(site))
                if (Files.getLastModifiedTime(path).toInstant().getEpochSecond() + KEPT.toSeconds() > spool.now())
                    return false;
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path next(UUID site) {
        return folder.resolve(site + "-" + made.incrementAndGet());
    }

    private List<Path> files(UUID site) {
        return files().stream().filter(path -> site(path).equals(site)).toList();
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.getFileName()
                            .toString()
                            .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-\\d{1,18}"))
                    .sorted(IN_ORDER)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UUID site(Path path) {
        return UUID.fromString(path.getFileName().toString().substring(0, 36));
    }

    private static long number(Path path) {
        return Long.parseLong(path.getFileName().toString().substring(37));
    }
}
