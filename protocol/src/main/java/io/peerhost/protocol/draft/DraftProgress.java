package io.peerhost.protocol.draft;

import java.time.Instant;
import java.util.UUID;

/**
 * How far a site's draft is, as the gateway that works at it sees it.
 *
 * @param files in it, those that are being written too
 * @param bytes of them, as many as have arrived
 * @param sessions open at the site
 * @param changedAt when a session last changed something; null when none did since the gateway started
 * @param publishedAt what was changed until then is published; null when nothing was since the gateway started
 */
public record DraftProgress(UUID site, int files, long bytes, int sessions, Instant changedAt, Instant publishedAt) {
    /** Tellings in one request, at most. */
    public static final int MOST = 1_000;

    public DraftProgress {
        if (site == null) throw new IllegalArgumentException("site is missing");
        if (files < 0 || bytes < 0 || sessions < 0)
            throw new IllegalArgumentException("files, bytes and sessions are not negative");
    }

    /** Whether it holds changes that visitors do not get. */
    public boolean unpublished() {
        return changedAt != null && (publishedAt == null || changedAt.isAfter(publishedAt));
    }
}
