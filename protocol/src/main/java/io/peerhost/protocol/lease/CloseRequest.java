package io.peerhost.protocol.lease;

import io.peerhost.protocol.identity.Bytes32;
import java.time.Instant;
import java.util.UUID;

/**
 * Topic {@code close-requests}, key {@code lease}: the escrow was asked for a lease's end, by whomever: its renter and its seller
 * may ask it themselves.
 *
 * @param event identity of this event
 * @param lease the lease
 * @param withdrawableAt from when on the renter may have the rest
 */
public record CloseRequest(UUID event, Bytes32 lease, Instant withdrawableAt) {
    public static final String TOPIC = "close-requests";

    public CloseRequest {
        if (event == null || lease == null || withdrawableAt == null)
            throw new IllegalArgumentException("A close request needs event, lease and time");
    }
}
