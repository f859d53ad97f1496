package io.peerhost.edge.content;

import java.io.IOException;

/** Bytes that are not those of the blob they were given for. */
final class WrongBytes extends IOException {
    private static final long serialVersionUID = 1;

    WrongBytes(String message) {
        super(message);
    }
}
