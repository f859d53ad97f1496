package io.peerhost.sites.blob;

/** The collector begins a run: whoever can let go of blobs does it now. */
public record Collecting() {}
