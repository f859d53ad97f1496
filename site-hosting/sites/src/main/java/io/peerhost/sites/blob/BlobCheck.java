package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks whether blobs are what they should be, in the store itself. */
@ApplicationScoped
public class BlobCheck {
    private static final int AT_ONCE = 1_000;

    private final Blobs blobs;
    private final ObjectStore store;

    BlobCheck(Blobs blobs, ObjectStore store) {
        this.blobs = blobs;
        this.store = store;
    }

    public byte[] folder(Hash hash) {
        return blobs.read(hash);
    }

    /** Those of which no row says where they are. */
    public Set<Hash> absent(Collection<Hash> hashes) {
        Set<Hash> absent = new HashSet<>(hashes);
        List<Hash> all = List.copyOf(hashes);
        for (int i = 0; i < all.size(); i += AT_ONCE)
            absent.removeAll(blobs.locate(all.subList(i, Math.min(all.size(), i + AT_ONCE)))
                    .keySet());
        return absent;
    }

    /** Reads blobs until {@code mostBytes} were read, and adds what is wrong to {@code violations}; how many were read. */
    public int hash(List<Hash> hashes, long mostBytes, List<String> violations) {
        Map<Hash, Located> located = blobs.locate(hashes);
        long bytes = 0;
        int hashed = 0;
        for (Located blob : located.values()) {
            if (hashed > 0 && bytes + blob.size() > mostBytes) continue;
            check(blob, violations);
            bytes += blob.size();
            hashed++;
        }
        return hashed;
    }

    private void check(Located blob, List<String> violations) {
        MessageDigest sha256 = Hash.sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            new BlobStream(store, blob, new ByteRange(0, blob.size())).writeTo(out);
            if (!Hash.of(sha256.digest()).equals(blob.hash()))
                violations.add("the bytes of the blob " + blob.hash() + " are not what its hash says");
        } catch (IOException e) {
            violations.add("the bytes of the blob " + blob.hash() + " cannot be read: " + e.getMessage());
        }
    }
}
