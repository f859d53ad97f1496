package io.peerhost.protocol.draft;

/** @param fresh false when nothing had changed and the release stood already; @param url where visitors see it */
public record Published(ReleaseSummary release, boolean fresh, String url) {}
