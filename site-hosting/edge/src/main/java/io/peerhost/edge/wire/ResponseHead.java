package io.peerhost.edge.wire;

/** @param minor 0 or 1 of HTTP/1.x */
public record ResponseHead(int status, int minor, Fields fields) {
    public boolean informational() {
        return status < 200;
    }
}
