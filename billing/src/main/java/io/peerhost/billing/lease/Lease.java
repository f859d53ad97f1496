package io.peerhost.billing.lease;

import io.peerhost.billing.rating.Activity;
import io.peerhost.billing.rating.Guard;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What billing knows of a lease.
 *
 * @param owner the account that rents
 * @param seller the account that sells
 * @param provider the agent's key: only its records count
 * @param activeFrom null when that was not heard of
 * @param activeTo null while it goes on
 * @param guard what the chain allows; empty until it was read there
 */
public record Lease(
        Bytes32 id,
        String siteName,
        UUID owner,
        int replica,
        Address provider,
        UUID seller,
        Resources reserved,
        Prices prices,
        Instant activeFrom,
        Instant activeTo,
        Optional<Guard> guard) {

    /** The time to bill for until {@code end}: from the first activity, or from its opening on chain when that was not heard of. */
    public Activity activity(Instant end) {
        Instant opened = guard.map(Guard::openedAt).orElse(end);
        Instant from = activeFrom == null ? opened : activeFrom;
        return Activity.until(end, from.isAfter(end) ? end : from, activeTo);
    }
}
