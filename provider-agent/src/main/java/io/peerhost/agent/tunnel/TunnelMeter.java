package io.peerhost.agent.tunnel;

import io.peerhost.protocol.identity.Bytes32;

/** Counts what leaves through tunnels. Called on I/O threads, often: it adds and returns. */
@FunctionalInterface
public interface TunnelMeter {
    /** @param bytes sent towards visitors for {@code lease} since the last call, at least 1 */
    void egress(Bytes32 lease, long bytes);
}
