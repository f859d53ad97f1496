package io.peerhost.edge.content;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Somebody who may have a blob. Nobody is believed: what comes is checked against its hash. */
public interface BlobSource {
    /** Bytes a second. Who is slower is a worse source than the next one. */
    long SLOWEST = 128 * 1024;

    /** Of a folder, whose size nobody said: a larger one has to come faster. */
    long USUAL_FOLDER = 1 << 20;

    /** How long a blob may take, when so long is waited for its first byte. */
    static Duration patience(Duration first, long size) {
        return first.plusSeconds((size < 0 ? USUAL_FOLDER : size) / SLOWEST);
    }

    /** What this source may be asked for at once: a slow one holds up what comes from it, and nothing else. */
    Semaphore room();

    /**
     * @param size of the blob; -1 when it is not known
     * @throws IOException when it has not got it, or cannot give it in time
     */
    InputStream open(Hash hash, long size) throws IOException;
}
