package io.peerhost.edge.route;

import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.release.ReleaseEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the table knew, on disk.
 *
 * @param offsets where reading goes on, by {@code topic-partition}
 */
record RouteSnapshot(
        Map<String, Long> offsets, List<LeaseEvent> leases, List<ReleaseEvent> releases, List<KnownReplica> replicas) {
    private static final Logger LOG = LoggerFactory.getLogger(RouteSnapshot.class);
    static final RouteSnapshot EMPTY = new RouteSnapshot(Map.of(), List.of(), List.of(), List.of());

    RouteSnapshot {
        offsets = Map.copyOf(offsets);
        leases = List.copyOf(leases);
        releases = List.copyOf(releases);
        replicas = List.copyOf(replicas);
    }

    /** {@link #EMPTY} when there is none, or it cannot be read: the topics hold it all. */
    static RouteSnapshot read(Path file) {
        if (!Files.exists(file)) return EMPTY;
        try {
            return Json.read(Files.readAllBytes(file), RouteSnapshot.class);
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
