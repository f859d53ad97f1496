package io.peerhost.agent.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A body that is given up when nothing of it comes for a while: the HTTP client's own limit ends with the head. */
final class Stalling extends FilterInputStream {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Thread watch;
    private volatile long heard = System.nanoTime();
    private volatile boolean stalled;

    Stalling(InputStream body) {
        super(body);
        watch = Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
        try {
            while (System.nanoTime() - heard < PATIENCE.toNanos()) Thread.sleep(1000);
            stalled = true;
            in.close();
        } catch (InterruptedException | IOException e) {
            // Closed: nobody waits any more.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? read : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int read = super.read(buffer, offset, length);
            if (stalled) throw new IOException("nothing came");
            heard = System.nanoTime();
            return read;
        } catch (IOException e) {
            if (stalled) throw new IOException("The content stalled for " + PATIENCE.toSeconds() + " s", e);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        super.close();
    }
}
