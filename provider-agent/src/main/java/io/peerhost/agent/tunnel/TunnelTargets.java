package io.peerhost.agent.tunnel;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What this agent answers for. Asked on an I/O thread for each new pipe: it looks up, it does not wait. */
public interface TunnelTargets {
    /** Where a pipe of {@code lease} and {@code release} ends; empty when this agent does not serve that. */
    Optional<Target> target(Bytes32 lease, Hash release);

    sealed interface Target {
        /** A pod's port, speaking HTTP/1.1. */
        record Tcp(InetSocketAddress address) implements Target {
            public Tcp {
                if (address == null || address.isUnresolved())
                    throw new IllegalArgumentException("A pod needs a resolved address");
            }
        }

        /** The agent's own content server for this release. */
        record Content(Hash release) implements Target {
            public Content {
                if (release == null) throw new IllegalArgumentException("A release is missing");
            }
        }
    }
}
