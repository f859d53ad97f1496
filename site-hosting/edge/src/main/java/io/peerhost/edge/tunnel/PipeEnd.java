package io.peerhost.edge.tunnel;

/** How a pipe ended that was not ended by its user. */
public enum PipeEnd {
    /** The replica closed its side: all it sent has arrived. */
    CLOSED,
    /** The agent would not, or could not, connect it: nothing written reached the replica. */
    REFUSED,
    /** Something broke on the way; how far things got is unknown. */
    BROKEN
}
