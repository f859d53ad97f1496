package io.peerhost.chain.node;

import io.peerhost.protocol.identity.Bytes32;
import java.time.Instant;

/**
 * A posted root as the settlement contract keeps it.
 *
 * @param start its first 27 bytes, 0x and 54 hex digits; the whole root is in {@link ChainEvent.RootPosted}
 * @param activeAt from when it may be claimed
 */
public record EpochRoot(String start, Instant activeAt) {
    public boolean isOf(Bytes32 root) {
        return root.hex().startsWith(start);
    }
}
