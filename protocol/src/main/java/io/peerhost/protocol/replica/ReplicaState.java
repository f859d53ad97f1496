package io.peerhost.protocol.replica;

/** What a replica does. */
public enum ReplicaState {
    /** Fetching, or its pod is starting. */
    STARTING,
    /** Answers visitors with the release named beside it. */
    READY,
    /** Tried and could not; it is tried again. */
    FAILED,
    /** Removed because its lease ended. */
    STOPPED,
    /** Its agent is silent. */
    LOST
}
