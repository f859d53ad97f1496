package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Looks whether blobs are what they should be: in the store itself, past every cache. */
@ApplicationScoped
public class BlobCheck {
    private static final int AT_ONCE = 1_000;

    private final Blobs blobs;
    private final ObjectStore store;

    BlobCheck(Blobs blobs, ObjectStore store) {
        this.blobs = blobs;
        this.store = store;
    }

    /** Those of which a row says where they are. */
    public Map<Hash, Located> present(Collection<Hash> hashes) {
        Map<Hash, Located> present = new HashMap<>();
        List<Hash> all = List.copyOf(hashes);
        for (int i = 0; i < all.size(); i += AT_ONCE)
            present.putAll(blobs.locate(all.subList(i, Math.min(all.size(), i + AT_ONCE))));
        return present;
    }

    /** Reads and hashes all of them; gives the bytes of those that rest in packs and are right, says of the others what is wrong. */
    public void check(Collection<Located> located, Consumer<byte[]> right, Consumer<String> wrong) {
        for (Stretch stretch : Stretch.over(located)) check(stretch, right, wrong);
        for (Located blob : located) if (!blob.packed()) checkLarge(blob, wrong);
    }

    private void check(Stretch stretch, Consumer<byte[]> right, Consumer<String> wrong) {
        try {
            stretch.cut(store.read(stretch.pack(), stretch.offset(), stretch.length()))
                    .forEach((hash, bytes) -> {
                        if (Hash.ofContent(bytes).equals(hash)) right.accept(bytes);
                        else wrong.accept("the bytes of the blob " + hash + " are not what its hash says");
                    });
        } catch (FileNotFoundException e) {
            List<Hash> gone = new ArrayList<>(stretch.hashes());
            wrong.accept("the pack " + stretch.pack() + " is not in the store, with it the blob " + gone.getFirst()
                    + " and " + (gone.size() - 1) + " more");
        }
    }

    private void checkLarge(Located blob, Consumer<String> wrong) {
        MessageDigest sha256 = Hash.sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            new BlobStream(store, blob, new ByteRange(0, blob.size())).writeTo(out);
            if (!Hash.of(sha256.digest()).equals(blob.hash()))
                wrong.accept("the bytes of the blob " + blob.hash() + " are not what its hash says");
        } catch (IOException e) {
            wrong.accept("the bytes of the blob " + blob.hash() + " cannot be read: " + e.getMessage());
        }
    }
}
