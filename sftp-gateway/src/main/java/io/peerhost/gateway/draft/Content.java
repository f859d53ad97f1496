package io.peerhost.gateway.draft;

import io.peerhost.gateway.upload.LocalBlob;
import io.peerhost.protocol.release.Hash;

/**
 * A finished content of a file.
 *
 * @param local where the bytes are until sites has them; null when they came from there
 */
record Content(Hash hash, long size, LocalBlob local) {
    Content(LocalBlob blob) {
        this(blob.hash(), blob.size(), blob);
    }
}
