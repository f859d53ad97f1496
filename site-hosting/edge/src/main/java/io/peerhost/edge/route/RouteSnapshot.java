package io.peerhost.edge.route;

import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.release.ReleaseEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the table knew, on disk.
 *
 * @param version {@link #VERSION} of the edge that wrote it; null of those before the first
 * @param offsets where reading goes on, by {@code topic-partition}
 * @param deleted sites that were deleted, and when; also of those whose leases are forgotten
 */
record RouteSnapshot(
        Integer version,
        Map<String, Long> offsets,
        List<LeaseEvent> leases,
        List<ReleaseEvent> releases,
        List<KnownReplica> replicas,
        Map<UUID, Instant> deleted) {
    /** To be raised whenever an edge begins to read more of an event than the edges before it: they left that out. */
    static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(RouteSnapshot.class);
    static final RouteSnapshot EMPTY = new RouteSnapshot(VERSION, Map.of(), List.of(), List.of(), List.of(), Map.of());

    RouteSnapshot {
        offsets = Map.copyOf(offsets);
        leases = List.copyOf(leases);
        releases = List.copyOf(releases);
        replicas = List.copyOf(replicas);
        deleted = deleted == null ? Map.of() : Map.copyOf(deleted);
    }

    /**
     * {@link #EMPTY} when there is none, or it cannot be read: the topics hold it all, but for what a replica was ready with before
     * the last that was said of it. So only that is taken from one of another version, and the sites that were deleted.
     */
    static RouteSnapshot read(Path file) {
        if (!Files.exists(file)) return EMPTY;
        try {
            RouteSnapshot read = Json.read(Files.readAllBytes(file), RouteSnapshot.class);
            return Integer.valueOf(VERSION).equals(read.version)
                    ? read
                    : new RouteSnapshot(VERSION, Map.of(), List.of(), List.of(), read.replicas, read.deleted);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The snapshot of routes {} cannot be read; they are read from the topics again", file, e);
            return EMPTY;
        }
    }

    void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, Json.bytes(this));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
