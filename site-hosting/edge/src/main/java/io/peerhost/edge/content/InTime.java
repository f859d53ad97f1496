package io.peerhost.edge.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A body that must have come after a while: the HTTP client's own limit ends with the head. */
final class InTime extends FilterInputStream {
    private final CompletableFuture<Void> read = new CompletableFuture<>();

    InTime(InputStream body, Duration whole) {
        super(body);
        read.orTimeout(whole.toMillis(), TimeUnit.MILLISECONDS).exceptionally(_ -> {
            giveUp();
            return null;
        });
    }

    private void giveUp() {
        try {
            in.close();
        } catch (IOException e) {
            // It is given up anyway.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int bytes = super.read(into, offset, length);
            if (read.isCompletedExceptionally()) throw new IOException("It was closed");
            return bytes;
        } catch (IOException e) {
            throw read.isCompletedExceptionally() ? new IOException("It did not come in time", e) : e;
        }
    }

    @Override
    public void close() throws IOException {
        read.complete(null);
        super.close();
    }
}
