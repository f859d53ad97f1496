package io.peerhost.agent.tunnel;

import io.peerhost.protocol.agent.Message.EdgeAddress;
import io.peerhost.protocol.identity.SigningKey;

/**
 * One lasting tunnel to one edge: dials, proves who it is, serves pipes, and dials again (with growing, jittered pauses)
 * whenever the connection ends, until closed.
 */
public final class TunnelClient implements AutoCloseable {
    private final EdgeAddress edge;

    public TunnelClient(
            SigningKey key, EdgeAddress edge, TunnelTargets targets, ContentSource content, TunnelMeter meter) {
        this.edge = edge;
    }

    /** Returns at once; the connection is made behind it. */
    public void start() {}

    /** Whether the edge has accepted this agent on the present connection. */
    public boolean connected() {
        return false;
    }

    public EdgeAddress edge() {
        return edge;
    }

    /** Ends the connection and every pipe in it. */
    @Override
    public void close() {}
}
