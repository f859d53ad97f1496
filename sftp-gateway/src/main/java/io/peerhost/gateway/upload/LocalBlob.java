package io.peerhost.gateway.upload;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;

/** A finished content that is held here until sites has it and a draft refers to it. */
public final class LocalBlob {
    private final Hash hash;
    private final long size;
    private final Scratch bytes;
    private volatile boolean unwanted;

    LocalBlob(Hash hash, long size, Scratch bytes) {
        this.hash = hash;
        this.size = size;
        this.bytes = bytes;
    }

    public Hash hash() {
        return hash;
    }

    public long size() {
        return size;
    }

    /** @return bytes read, -1 at the end @throws IOException also when they were discarded */
    public int read(long position, byte[] buffer, int offset, int length) throws IOException {
        return bytes.read(position, buffer, offset, length);
    }

    /** Sites has it: the bytes here are not needed any more. */
    public void discard() {
        bytes.discard();
    }

    /** Nobody refers to it any more, whether sites has it or not. */
    public void abandon() {
        unwanted = true;
        bytes.discard();
    }

    public boolean isUnwanted() {
        return unwanted;
    }
}
