package io.peerhost.edge.route;

import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All that answering for a site takes. Immutable: a change makes a new one.
 *
 * @param root the release visitors get; null while nothing was published
 * @param released when it became that
 * @param replicas those that serve something, the current release first
 */
public record SiteRoute(UUID site, String name, SiteKind kind, Hash root, Instant released, List<Replica> replicas) {
    public SiteRoute {
        replicas = List.copyOf(replicas);
    }

    /**
     * Where a visitor of a site in pods is sent: to the current release, and while that is ready nowhere, to what was ready
     * before, so that a new release goes live without a gap.
     */
    public List<Replica> live() {
        List<Replica> current =
                replicas.stream().filter(r -> r.release().equals(root)).toList();
        return current.isEmpty() ? replicas : current;
    }
}
