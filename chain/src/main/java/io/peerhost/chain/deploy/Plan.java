package io.peerhost.chain.deploy;

import io.peerhost.protocol.identity.Address;
import java.time.Duration;
import java.util.Optional;

/**
 * What to deploy. Another plan gives other contracts, the same one always the same.
 *
 * @param token an ERC-20 with permit that exists; empty for a test token of one's own
 * @param admin may give and take the roles of settler, guardian and minter
 * @param minter may make test tokens
 * @param settler posts roots
 * @param guardian may disable a root before it is active
 * @param withdrawDelay between asking for a lease's end and the renter's money
 * @param activationDelay between posting a root and its first claim
 */
public record Plan(
        Optional<Address> token,
        Address admin,
        Address minter,
        Address settler,
        Address guardian,
        Duration withdrawDelay,
        Duration activationDelay) {
    public Plan {
        if (token == null || admin == null || minter == null || settler == null || guardian == null)
            throw new IllegalArgumentException("A plan names admin, minter, settler and guardian");
        if (withdrawDelay.isNegative() || activationDelay.isNegative())
            throw new IllegalArgumentException("Delays are not negative");
    }
}
