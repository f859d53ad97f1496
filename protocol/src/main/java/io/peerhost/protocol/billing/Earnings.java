package io.peerhost.protocol.billing;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * What an account's machines earned, base units.
 *
 * @param earned all that was ever charged to renters for them, without what was lost because it was not claimed in time
 * @param paid what of it the escrow has paid out
 * @param lastDay what was charged in the last 24 hours, oldest first
 */
public record Earnings(BigInteger earned, BigInteger paid, List<Charged> lastDay) {
    /** @param at the begin of the five minutes in which it was charged */
    public record Charged(Instant at, BigInteger amount) {}

    public Earnings {
        lastDay = List.copyOf(lastDay);
    }
}
