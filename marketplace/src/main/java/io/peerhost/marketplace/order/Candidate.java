package io.peerhost.marketplace.order;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.Prices;
import java.time.Instant;
import java.util.UUID;

/**
 * A standing offer as the matcher sees it.
 *
 * @param freeCpuMillis none, nor memory and disk, when its agent has as many leases as one may
 * @param online whether its agent is heard of
 * @param pods whether its machine runs pods, and may run one more
 * @param provenAt when its capacity was proven last; null when never
 * @param reputation 0 to 1000, 1000 is best
 */
public record Candidate(
        UUID offer,
        Address agent,
        UUID seller,
        Prices prices,
        String region,
        int freeCpuMillis,
        int freeMemoryMib,
        int freeDiskMib,
        boolean online,
        boolean pods,
        Instant provenAt,
        int reputation) {
    public Candidate {
        if (offer == null || agent == null || seller == null || prices == null || region == null)
            throw new IllegalArgumentException("An offer needs id, agent, seller, prices and region");
        if (reputation < 0 || reputation > 1000)
            throw new IllegalArgumentException("A reputation is 0 to 1000: " + reputation);
    }
}
