package io.peerhost.billing.rating;

import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Rate;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.metering.WitnessRecord;
import java.math.BigInteger;

/**
 * What use comes to. Nobody's word alone counts: time is paid when the agent claims it and an edge saw it, egress when the
 * agent claims it and no more than the edges sent, with a tolerance for what they count differently (headers, a transfer
 * that broke).
 */
public final class Rating {
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private final BigInteger tolerance;

    /** @param tolerancePercent how much of the witnessed egress is believed, 100 to 200 */
    public Rating(int tolerancePercent) {
        if (tolerancePercent < 100 || tolerancePercent > 200)
            throw new IllegalArgumentException(
                    "The egress tolerance is 100 to 200 percent, this is not: " + tolerancePercent);
        tolerance = BigInteger.valueOf(tolerancePercent);
    }

    public Rated rate(Resources reserved, Prices prices, Facts facts) {
        long witnessed = Math.multiplyExact(facts.slotsUp(), WitnessRecord.SLOT_SECONDS);
        long upSeconds = Math.min(witnessed, Math.min(facts.activeSeconds(), facts.claimedUpSeconds()));
        BigInteger believed = facts.witnessedEgress().multiply(tolerance).divide(HUNDRED);
        BigInteger egress = facts.claimedEgress().min(believed);
        return new Rated(upSeconds, egress, Rate.cost(reserved, prices, upSeconds, egress));
    }
}
