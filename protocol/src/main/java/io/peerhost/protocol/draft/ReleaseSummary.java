package io.peerhost.protocol.draft;

import io.peerhost.protocol.release.Hash;
import java.time.Instant;

/** @param current whether visitors get it now; @param changed files that differ from the release before */
public record ReleaseSummary(
        int release, Hash root, int files, long bytes, int changed, Instant publishedAt, boolean current) {}
