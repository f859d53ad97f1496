package io.peerhost.marketplace.provider;

/** Whether an agent is heard of. */
public enum Presence {
    /** Enrolled, and never connected yet. */
    NEW,
    ONLINE,
    /** Silent for a while: nothing new is placed there. */
    SUSPECT,
    /** Silent for so long that its replicas move; it is welcome back. */
    LOST
}
