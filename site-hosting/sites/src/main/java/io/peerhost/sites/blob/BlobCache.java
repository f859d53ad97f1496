package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The blobs used last, within a limit of bytes. */
final class BlobCache {
    /** Blobs above this are not kept. */
    static final int LARGEST = 256 * 1024;

    private static final int OVERHEAD = 200;

    private final long limit;
    private final Map<Hash, byte[]> blobs = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /** @param limit bytes in all */
    BlobCache(long limit) {
        this.limit = limit;
    }

    synchronized Optional<byte[]> get(Hash hash) {
        return Optional.ofNullable(blobs.get(hash));
    }

    synchronized void put(Hash hash, byte[] content) {
        if (content.length > LARGEST || blobs.putIfAbsent(hash, content) != null) return;
        bytes += content.length + OVERHEAD;
        Iterator<byte[]> oldest = blobs.values().iterator();
        while (bytes > limit && oldest.hasNext()) {
            bytes -= oldest.next().length + OVERHEAD;
            oldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
