package io.peerhost.edge.content;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/** Somebody who may have a blob. Nobody is believed: what comes is checked against its hash. */
public interface BlobSource {
    /** What this source may be asked for at once: a slow one holds up what comes from it, and nothing else. */
    Semaphore room();

    /**
     * @param size of the blob; -1 when it is not known
     * @throws IOException when it has not got it, or cannot give it in time
     */
    InputStream open(Hash hash, long size) throws IOException;
}
