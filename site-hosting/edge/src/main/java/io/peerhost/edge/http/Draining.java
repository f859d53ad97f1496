package io.peerhost.edge.http;

/** Whether this edge is going away: then connections are closed after the answer under way. */
public final class Draining {
    private volatile boolean begun;

    public boolean begun() {
        return begun;
    }

    public void begin() {
        begun = true;
    }
}
