package io.peerhost.protocol.release;

import io.peerhost.protocol.lease.SiteKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Topic {@code releases}, key {@code site}: a site's pointer moved. The last one of a site is what visitors get.
 *
 * @param event identity of this event
 * @param site the site
 * @param siteName its name
 * @param kind how it runs
 * @param move 1 for the first move of this site's pointer, then one more each: a reader keeps the highest
 * @param release the number of the release pointed to, from 1
 * @param root hash of its root folder
 * @param files number of files
 * @param bytes their size together
 * @param hosts the host names that answer with it, without port
 * @param pages how its files answer paths; events of before it was there have none and mean the usual
 * @param at when the pointer moved
 */
public record ReleaseEvent(
        UUID event,
        UUID site,
        String siteName,
        SiteKind kind,
        long move,
        int release,
        Hash root,
        int files,
        long bytes,
        List<String> hosts,
        PageRules pages,
        Instant at) {
    public static final String TOPIC = "releases";

    public ReleaseEvent {
        if (event == null || site == null || root == null || at == null)
            throw new IllegalArgumentException("A release event needs event, site, root and time");
        hosts = List.copyOf(hosts);
        if (pages == null) pages = PageRules.USUAL;
    }
}
