package io.peerhost.gateway.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the gateway before this one left in the folder of the spool: files that were being sent when it ended. Each waits a
 * day for the next session of its site. Files without a readable note are removed.
 */
final class Leftovers {
    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final String NOTE = ".note";

    private final Clock clock;
    private final Map<UUID, List<Leftover>> bySite = new HashMap<>();

    /** @param file holds the bytes that had arrived */
    record Leftover(Note note, Path file, long size) {}

    /** @param others names of files that somebody else takes care of */
    Leftovers(Path folder, Clock clock, Set<String> others) throws IOException {
        this.clock = clock;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> !path.toString().endsWith(NOTE)).toList()) {
                if (others.contains(file.getFileName().toString())) forget(file);
                else find(file);
            }
        }
        try (Stream<Path> notes = Files.list(folder)) {
            notes.filter(path -> !Files.exists(noted(path))).forEach(Spool::remove);
        }
    }

    private static Path noted(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(NOTE) ? path.resolveSibling(name.substring(0, name.length() - NOTE.length())) : path;
    }

    private void find(Path file) throws IOException {
        Note note = read(file);
        if (note == null || isOver(note)) remove(file);
        else
            bySite.computeIfAbsent(note.site(), site -> new ArrayList<>())
                    .add(new Leftover(note, file, Files.size(file)));
    }

    synchronized long bytes() {
        return bySite.values().stream()
                .flatMap(List::stream)
                .mapToLong(Leftover::size)
                .sum();
    }

    /** Those of {@code site}, which from now on belong to the caller. */
    synchronized List<Leftover> take(UUID site) {
        List<Leftover> found = bySite.remove(site);
        return found == null ? List.of() : found;
    }

    /** Removes those that nobody came for within a day. @return their bytes */
    synchronized long expire() {
        long bytes = 0;
        for (List<Leftover> some : bySite.values())
            for (Leftover leftover : List.copyOf(some))
                if (isOver(leftover.note())) {
                    remove(leftover.file());
                    some.remove(leftover);
                    bytes += leftover.size();
                }
        bySite.values().removeIf(List::isEmpty);
        return bytes;
    }

    private boolean isOver(Note note) {
        return note.since() + KEPT.toSeconds() < clock.instant().getEpochSecond();
    }

    static void write(Path file, Note note) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new" + NOTE);
        Files.write(fresh, Json.bytes(note));
        Files.move(fresh, file.resolveSibling(file.getFileName() + NOTE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Bytes; none when it is gone. */
    static long size(Path file) {
        return file.toFile().length();
    }

    static void forget(Path file) {
        Spool.remove(file.resolveSibling(file.getFileName() + NOTE));
    }

    /** The file and what was noted of it. */
    static void remove(Path file) {
        forget(file);
        Spool.remove(file);
    }

    private static Note read(Path file) {
        try {
            Path note = file.resolveSibling(file.getFileName() + NOTE);
            return Files.exists(note) ? Json.mapper().readValue(Files.readAllBytes(note), Note.class) : null;
        } catch (JsonProcessingException e) {
            log.warn("What {} is cannot be read; it is removed", file, e);
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
