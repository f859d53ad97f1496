package io.peerhost.edge.route;

import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.PageRules;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All that answering for a site takes. Immutable: a change makes a new one.
 *
 * @param root the release visitors get; null while nothing was published
 * @param released when it became that
 * @param pages how its files answer paths
 * @param replicas those that serve something, the current release first
 */
public record SiteRoute(
        UUID site, String name, SiteKind kind, Hash root, Instant released, PageRules pages, List<Replica> replicas) {
    public SiteRoute {
        replicas = List.copyOf(replicas);
    }

    /**
     * Where a visitor of a site in pods is sent: to the current release, and while that is ready nowhere, to what was ready
     * before, so that a new release goes live without a gap.
     */
    public List<Replica> live() {
        int current = 0;
        while (current < replicas.size() && replicas.get(current).release().equals(root)) current++;
        return current == 0 ? replicas : replicas.subList(0, current);
    }
}
