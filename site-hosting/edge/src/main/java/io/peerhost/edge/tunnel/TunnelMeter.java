package io.peerhost.edge.tunnel;

import io.peerhost.protocol.identity.Bytes32;

/** Counts what visitors get from sellers. Called on event loops, often: it adds and returns. */
@FunctionalInterface
public interface TunnelMeter {
    void egress(Bytes32 lease, long bytes);
}
