package io.peerhost.sites.release;

import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.blob.Blobs;
import io.peerhost.sites.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which releases of a site are kept: the newest, while together they have room. Whatever the room, the one visitors get, the one before
 * it, the newest, which the draft shares with, and for an hour those that visitors got, for an agent may still be fetching them.
 */
final class Weighing {
    static final Duration FETCHED = Duration.ofHours(1);
    /** What must be kept may be more than there is room for, but must fit into memory. */
    private static final Reach.Room MOST = new Reach.Room(Long.MAX_VALUE, 1_000_000);

    private final Reach kept;
    private final List<Release> retired = new ArrayList<>();
    private Instant again;

    /** @param releases those that are kept until now, the newest first */
    Weighing(Blobs blobs, Site site, List<Release> releases, Reach.Room room, Instant now) {
        kept = new Reach(new Nodes(blobs)::read);
        Optional<Release> before = site.currentRelease == null
                ? Optional.empty()
                : releases.stream()
                        .filter(one -> one.number < site.currentRelease)
                        .findFirst();
        List<Release> others = new ArrayList<>();
        for (Release one : releases)
            if (one == releases.getFirst()
                    || Integer.valueOf(one.number).equals(site.currentRelease)
                    || before.filter(one::equals).isPresent()
                    || isFetched(one, now)) keep(one);
            else others.add(one);
        boolean fits = true;
        for (Release one : others) {
            fits = fits && kept.add(one.root, room);
            if (!fits) retired.add(one);
        }
    }

    private boolean isFetched(Release one, Instant now) {
        Instant until = (one.leftAt == null ? one.publishedAt : one.leftAt).plus(FETCHED);
        if (!until.isAfter(now)) return false;
        if (again == null || until.isBefore(again)) again = until;
        return true;
    }

    private void keep(Release one) {
        if (!kept.add(one.root, MOST))
            throw new IllegalStateException("Site " + one.site + " has more in use than can be weighed");
    }

    List<Integer> retired() {
        return retired.stream().map(one -> one.number).toList();
    }

    boolean keeps(Hash hash) {
        return kept.has(hash);
    }

    /** When some that were only kept for agents need not be any more. */
    Optional<Instant> again() {
        return Optional.ofNullable(again);
    }
}
