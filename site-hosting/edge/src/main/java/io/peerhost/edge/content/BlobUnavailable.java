package io.peerhost.edge.content;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;

/** Nobody who should have a blob gives it now. */
public final class BlobUnavailable extends IOException {
    private static final long serialVersionUID = 1;

    BlobUnavailable(Hash hash) {
        super("Blob " + hash + " is not to be had from any replica nor from the sites service");
    }
}
