package io.peerhost.protocol.lease;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;

/**
 * Topic {@code leases}, key {@code lease}: a lease reached a stage. Whole each time, so the last one says everything.
 *
 * @param event identity of this event
 * @param version 1 for the first event of a lease, then one more each
 * @param lease the lease, as on chain
 * @param site what it is for
 * @param replica which replica of the site, from 0
 * @param provider the agent's key
 * @param seller the account that sells
 * @param sellerWallet where earnings go
 * @param renterWallet who pays
 * @param reserved what is reserved
 * @param prices the agreed prices
 * @param deposit what the escrow holds for it, in base units
 * @param region the seller's region
 * @param stage the stage reached
 * @param reason why, for FAILED and CLOSING; may be null
 * @param at when the stage was reached
 */
public record LeaseEvent(
        UUID event,
        long version,
        Bytes32 lease,
        Site site,
        int replica,
        Address provider,
        UUID seller,
        Address sellerWallet,
        Address renterWallet,
        Resources reserved,
        Prices prices,
        BigInteger deposit,
        String region,
        LeaseStage stage,
        String reason,
        Instant at) {
    public static final String TOPIC = "leases";

    public LeaseEvent {
        if (event == null || lease == null || site == null || provider == null || stage == null || at == null)
            throw new IllegalArgumentException("A lease event needs event, lease, site, provider, stage and time");
        if (version < 1) throw new IllegalArgumentException("Versions of a lease start at 1");
    }
}
