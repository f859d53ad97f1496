package io.peerhost.edge.route;

import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaEvent;

/**
 * The last that was said of a replica, and what it was last ready with: while it prepares a new release (or failed to), it
 * still answers with that.
 */
record KnownReplica(ReplicaEvent last, Hash serving) {
    static KnownReplica of(ReplicaEvent event) {
        return new KnownReplica(event, serving(event, null));
    }

    KnownReplica next(ReplicaEvent event) {
        return new KnownReplica(event, serving(event, serving));
    }

    private static Hash serving(ReplicaEvent event, Hash before) {
        return switch (event.state()) {
            case READY -> event.release();
            case STARTING, FAILED -> before;
            case STOPPED, LOST -> null;
        };
    }
}
