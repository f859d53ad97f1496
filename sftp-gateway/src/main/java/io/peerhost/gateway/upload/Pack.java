package io.peerhost.gateway.upload;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small blobs that travel together: 32-byte hash, 4-byte big-endian length, bytes, repeated; each hash once. */
final class Pack {
    static final int LARGEST_BLOB = 4 << 20;
    /** The most hashes one question for missing blobs may hold. */
    static final int MOST_BLOBS = 10_000;

    private static final int HEAD = 36;
    /** What sites takes at once; less where memory is scarce, since several travel together. */
    static final int LARGEST = (int) Math.clamp(Runtime.getRuntime().maxMemory() / 16, LARGEST_BLOB + HEAD, 16L << 20);

    private final Map<Hash, LocalBlob> blobs = new LinkedHashMap<>();
    private long length;

    boolean fits(LocalBlob blob) {
        return blobs.size() < MOST_BLOBS && length + HEAD + blob.size() <= LARGEST;
    }

    void add(LocalBlob blob) {
        if (blobs.putIfAbsent(blob.hash(), blob) == null) length += HEAD + blob.size();
    }

    boolean isEmpty() {
        return blobs.isEmpty();
    }

    Map<Hash, LocalBlob> blobs() {
        return blobs;
    }

    /** @param wanted the hashes to take; those nobody needs any more are left out */
    byte[] encode(Iterable<Hash> wanted) throws IOException {
        List<Hash> hashes = new ArrayList<>();
        for (Hash hash : wanted) if (!blobs.get(hash).isUnwanted()) hashes.add(hash);
        long size = 0;
        for (Hash hash : hashes) size += HEAD + blobs.get(hash).size();
        ByteBuffer pack = ByteBuffer.allocate((int) size);
        for (Hash hash : hashes) {
            LocalBlob blob = blobs.get(hash);
            pack.put(hash.bytes()).putInt((int) blob.size());
            copy(blob, pack);
        }
        return pack.array();
    }

    private static void copy(LocalBlob blob, ByteBuffer pack) throws IOException {
        long at = 0;
        while (at < blob.size()) {
            int count = blob.read(at, pack.array(), pack.position(), (int) (blob.size() - at));
            if (count < 0) throw new IOException("A content of " + blob.size() + " bytes ended at " + at);
            pack.position(pack.position() + count);
            at += count;
        }
    }
}
