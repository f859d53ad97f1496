package io.peerhost.gateway.transport;

import java.nio.ByteBuffer;
import org.apache.sshd.common.io.AbstractIoWriteFuture;

/** Bytes on their way into a socket. */
final class PendingWrite extends AbstractIoWriteFuture {
    private final ByteBuffer bytes;

    PendingWrite(Object id, ByteBuffer bytes) {
        super(id, null);
        this.bytes = bytes;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    void written() {
        setValue(Boolean.TRUE);
    }

    void failed(Throwable reason) {
        setValue(reason);
    }
}
