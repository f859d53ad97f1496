package io.peerhost.gateway.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a client of SCP sends. Those made with libssh2 (curl, PHP's ssh2) end without the byte that says that a file was sent
 * whole; when all its bytes are there it was.
 */
final class ScpInput extends FilterInputStream {
    private boolean behindFile;

    ScpInput(InputStream in) {
        super(in);
    }

    void behindFile() {
        behindFile = true;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        boolean leftOut = next < 0 && behindFile;
        behindFile = false;
        return leftOut ? 0 : next;
    }
}
