package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Hashes of uploads as their bytes pass, so that the end need not read them again. What is forgotten is read again. */
final class UploadDigests {
    private static final int MOST = 256;

    private final Map<UUID, Running> running = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Running> eldest) {
            return size() > MOST;
        }
    };

    private static final class Running {
        private final MessageDigest sha256 = Hash.sha256();
        private long seen;
    }

    /** The part that was stored at {@code offset}. */
    void add(UUID upload, long offset, byte[] part, int length) {
        Running one = offset == 0 ? begin(upload) : get(upload);
        if (one == null) return;
        synchronized (one) {
            if (one.seen != offset) return;
            one.sha256.update(part, 0, length);
            one.seen += length;
        }
    }

    /** The hash, once and only when every byte passed here. */
    Optional<Hash> finished(UUID upload, long size) {
        Running one = get(upload);
        if (one == null) return Optional.empty();
        synchronized (one) {
            if (one.seen != size) return Optional.empty();
            forget(upload);
            return Optional.of(Hash.of(one.sha256.digest()));
        }
    }

    synchronized void forget(UUID upload) {
        running.remove(upload);
    }

    private synchronized Running begin(UUID upload) {
        Running one = new Running();
        running.put(upload, one);
        return one;
    }

    private synchronized Running get(UUID upload) {
        return running.get(upload);
    }
}
