package io.peerhost.protocol.replica;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.time.Instant;
import java.util.UUID;

/**
 * Topic {@code replicas}, key {@code lease}: what a seller's agent runs for a lease, as its agent says or, for LOST, as
 * the portal saw.
 *
 * @param event identity of this event
 * @param lease the lease
 * @param site the site
 * @param provider the agent's key
 * @param version counts up with each event of a lease: a reader keeps the highest
 * @param state what it does
 * @param release the root it serves when READY, else what it prepares; null when it has none
 * @param message for people: progress, or why it failed; may be null
 * @param at when it got there
 */
public record ReplicaEvent(
        UUID event,
        Bytes32 lease,
        UUID site,
        Address provider,
        long version,
        ReplicaState state,
        Hash release,
        String message,
        Instant at) {
    public static final String TOPIC = "replicas";

    public ReplicaEvent {
        if (event == null || lease == null || site == null || provider == null || state == null || at == null)
            throw new IllegalArgumentException("A replica event needs event, lease, site, provider, state and time");
    }
}
