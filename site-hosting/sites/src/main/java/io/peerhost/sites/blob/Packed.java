package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;

/** Where a blob stands in a pack: its content is {@code size} bytes from {@code offset}. */
public record Packed(Hash hash, int offset, int size) {}
