package io.peerhost.protocol.draft;

import io.peerhost.protocol.release.Hash;
import java.time.Instant;

/**
 * @param changed files that differ from the release before
 * @param current whether visitors get it now
 * @param retiredAt since when it is no longer kept, so that nobody can go back to it; null while it is
 */
public record ReleaseSummary(
        int release,
        Hash root,
        int files,
        long bytes,
        int changed,
        Instant publishedAt,
        boolean current,
        Instant retiredAt) {}
