package io.peerhost.gateway.upload;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;

/** A finished content that is held here until sites has it and a draft refers to it. */
public final class LocalBlob {
    private final Hash hash;
    private final long size;
    private final Scratch bytes;
    private volatile boolean unwanted;
    private int readers;
    private boolean over;

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

    /** Keeps the bytes here until {@link #release()}. @return false when they are gone */
    public synchronized boolean hold() {
        if (over) return false;
        readers++;
        return true;
    }

    public synchronized void release() {
        readers--;
        if (over && readers == 0) bytes.discard();
    }

    Scratch scratch() {
        return bytes;
    }

    /** Sites has it: the bytes here are not needed any more but by those who read them now. */
    public synchronized void discard() {
        over = true;
        if (readers == 0) bytes.discard();
    }

    /** Nobody refers to it any more, whether sites has it or not. */
    public void abandon() {
        unwanted = true;
        discard();
    }

    public boolean isUnwanted() {
        return unwanted;
    }
}
