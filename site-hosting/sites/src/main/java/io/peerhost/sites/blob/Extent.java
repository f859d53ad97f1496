package io.peerhost.sites.blob;

import java.util.UUID;

/** Bytes of a blob, from {@code blobOffset}: {@code size} of them, at {@code packOffset} of a pack. */
public record Extent(long blobOffset, UUID pack, long packOffset, long size) {}
