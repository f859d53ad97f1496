package io.peerhost.protocol.lease;

/** The stage of a lease on the wire; who may go where is the marketplace's to decide. */
public enum LeaseStage {
    OFFERED,
    FUNDED,
    ACTIVE,
    CLOSING,
    CLOSED,
    FAILED;

    /** Whether the seller is asked to run the replica. */
    public boolean runs() {
        return this == FUNDED || this == ACTIVE;
    }

    public boolean ended() {
        return this == CLOSED || this == FAILED;
    }
}
