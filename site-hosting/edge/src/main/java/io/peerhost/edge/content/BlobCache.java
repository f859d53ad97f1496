package io.peerhost.edge.content;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs on this edge's disk, checked. One that is missing is fetched once, however many wait for it, from the first source
 * that gives the right bytes. Blocks: for threads that may wait.
 */
public final class BlobCache {
    private static final Logger LOG = LoggerFactory.getLogger(BlobCache.class);

    /** Bytes of a blob whose size nobody said: a folder. */
    private static final long LONGEST_FOLDER = 64L << 20;

    /** For a place at a source; then the next one is asked. */
    private static final long PATIENCE_SECONDS = 3;

    private final CacheFolder folder;
    private final Map<String, CompletableFuture<Path>> underWay = new ConcurrentHashMap<>();

    public BlobCache(CacheFolder folder) {
        this.folder = folder;
    }

    /** Makes the bytes of a derived file. */
    public interface Maker {
        void make(OutputStream out) throws IOException;
    }

    /**
     * @param size of the blob; -1 when it is not known
     * @param sources asked in this order
     * @throws BlobUnavailable when none of them gives it
     */
    public Path get(Hash hash, long size, List<BlobSource> sources) throws IOException {
        return once(hash.hex(), () -> {
            Path kept = folder.find(hash);
            return kept != null ? kept : fetch(hash, size, sources);
        });
    }

    /** What is made of a blob, made once: {@code form} names it. */
    public Path derived(Hash hash, String form, Maker maker) throws IOException {
        String name = hash.hex() + "." + form;
        return once(name, () -> {
            Path kept = folder.findDerived(name);
            return kept != null ? kept : folder.put(name, maker);
        });
    }

    private interface Loading {
        Path load() throws IOException;
    }

    private Path once(String name, Loading loading) throws IOException {
        CompletableFuture<Path> mine = new CompletableFuture<>();
        CompletableFuture<Path> others = underWay.putIfAbsent(name, mine);
        if (others != null) return joined(others);
        try {
            mine.complete(loading.load());
        } catch (IOException | RuntimeException e) {
            mine.completeExceptionally(e);
        } finally {
            underWay.remove(name);
        }
        return joined(mine);
    }

    private static Path joined(CompletableFuture<Path> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof BlobUnavailable unavailable) throw unavailable;
            throw new IOException(e.getCause());
        }
    }

    private Path fetch(Hash hash, long size, List<BlobSource> sources) throws IOException {
        for (BlobSource source : sources)
            try {
                return fetch(hash, size, source);
            } catch (WrongBytes e) {
                LOG.error("{} gave wrong bytes for blob {}", source, hash);
            } catch (IOException e) {
                // A replica that is behind has none of a release's blobs: no news, as long as another source has them.
                LOG.debug("Blob {} is not to be had from {}: {}", hash, source, e.getMessage());
            }
        throw new BlobUnavailable(hash);
    }

    private Path fetch(Hash hash, long size, BlobSource source) throws IOException {
        Semaphore room = source.room();
        take(room);
        try (InputStream in = source.open(hash, size)) {
            return folder.put(hash, in, size < 0 ? LONGEST_FOLDER : size);
        } finally {
            room.release();
        }
    }

    private static void take(Semaphore room) throws IOException {
        try {
            if (!room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) throw new IOException("It is busy");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
