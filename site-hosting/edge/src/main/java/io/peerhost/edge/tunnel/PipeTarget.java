package io.peerhost.edge.tunnel;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;

/** Where a pipe ends: the replica of {@code lease} at {@code agent}, serving {@code release}. */
public record PipeTarget(Address agent, Bytes32 lease, Hash release) {
    public PipeTarget {
        if (agent == null || lease == null || release == null)
            throw new IllegalArgumentException("A pipe needs agent, lease and release");
    }

    String authority() {
        return lease.hex().substring(2) + "." + release.hex();
    }
}
