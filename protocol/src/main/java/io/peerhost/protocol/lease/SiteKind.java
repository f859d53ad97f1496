package io.peerhost.protocol.lease;

/** How a site runs: files only, or in pods. */
public enum SiteKind {
    STATIC,
    PHP;

    public boolean needsPods() {
        return this != STATIC;
    }
}
