package io.peerhost.gateway.draft;

/** What a site may hold, and holds, in bytes. */
public record Space(String site, long total, long used) {
    public long free() {
        return Math.max(0, total - used);
    }
}
