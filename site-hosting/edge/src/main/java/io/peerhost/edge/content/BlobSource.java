package io.peerhost.edge.content;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;

/** Somebody who may have a blob. Nobody is believed: what comes is checked against its hash. */
public interface BlobSource {
    /** @throws IOException when it has not got it, or cannot give it in time */
    InputStream open(Hash hash) throws IOException;
}
