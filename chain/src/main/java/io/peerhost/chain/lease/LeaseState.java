package io.peerhost.chain.lease;

import io.peerhost.protocol.identity.Address;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * A lease as the escrow has it. Amounts in base units.
 *
 * @param claimed what the seller was paid so far, all in all
 * @param closingAt when its end was asked for
 * @param withdrawn whether the renter got the rest back
 */
public record LeaseState(
        Address renter,
        Address seller,
        BigInteger deposit,
        BigInteger spendCap,
        BigInteger maxRatePerSecond,
        BigInteger claimed,
        Instant openedAt,
        Optional<Instant> closingAt,
        boolean withdrawn) {

    /** What the escrow still holds for the lease. */
    public BigInteger held() {
        return withdrawn ? BigInteger.ZERO : deposit.subtract(claimed);
    }

    /** The most the seller may have been paid at a time: min(deposit, spend cap, rate x seconds since opening). */
    public BigInteger ceilingAt(Instant time) {
        long seconds = Math.max(0, time.getEpochSecond() - openedAt.getEpochSecond());
        return maxRatePerSecond
                .multiply(BigInteger.valueOf(seconds))
                .min(deposit)
                .min(spendCap);
    }
}
