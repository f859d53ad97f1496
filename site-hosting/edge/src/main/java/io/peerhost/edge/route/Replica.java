package io.peerhost.edge.route;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;

/**
 * A replica that may be asked.
 *
 * @param lease its lease
 * @param agent the agent that runs it
 * @param release what it last said it was ready with
 */
public record Replica(Bytes32 lease, Address agent, Hash release) {
    public Replica {
        if (lease == null || agent == null || release == null)
            throw new IllegalArgumentException("A replica needs lease, agent and release");
    }
}
