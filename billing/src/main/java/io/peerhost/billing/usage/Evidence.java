package io.peerhost.billing.usage;

import io.peerhost.billing.rating.Activity;
import io.peerhost.billing.rating.Facts;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import java.math.BigInteger;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Verified records boiled down: of each sequence one claim, of each slot whether anybody saw it up, of each edge the highest
 * egress. The same records give the same evidence in any order and number, whole or in parts.
 */
public final class Evidence {
    private final SortedMap<Claim.Key, Claim> claims = new TreeMap<>();
    private final SortedMap<Slot, Boolean> slots = new TreeMap<>();
    private final SortedMap<Seen, Long> egress = new TreeMap<>();

    /** Ten seconds of a lease. */
    public record Slot(Bytes32 lease, long number) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byLease = lease.compareTo(other.lease);
            return byLease != 0 ? byLease : Long.compare(number, other.number);
        }
    }

    /** A lease as one edge sees it. */
    public record Seen(Bytes32 lease, Address edge) implements Comparable<Seen> {
        @Override
        public int compareTo(Seen other) {
            int byLease = lease.compareTo(other.lease);
            return byLease != 0 ? byLease : edge.hex().compareTo(other.edge.hex());
        }
    }

    public void add(UsageRecord said) {
        Claim claim = Claim.of(said);
        claims.merge(claim.key(), claim, Claim::merge);
    }

    public void add(WitnessRecord seen) {
        slots.merge(new Slot(seen.lease(), seen.slot()), seen.up(), Boolean::logicalOr);
        egress.merge(new Seen(seen.lease(), seen.edge()), seen.egressBytes(), Math::max);
    }

    public SortedMap<Claim.Key, Claim> claims() {
        return claims;
    }

    public SortedMap<Slot, Boolean> slots() {
        return slots;
    }

    public SortedMap<Seen, Long> egress() {
        return egress;
    }

    /** What it says of a lease: the agent's highest sequence, the slots up within the activity, the edges' egress. */
    public Facts facts(Bytes32 lease, Address provider, Activity activity) {
        Claim last = claims.values().stream()
                .filter(claim -> claim.key().lease().equals(lease)
                        && claim.key().provider().equals(provider))
                .reduce((lower, higher) -> higher)
                .orElse(null);
        if (last == null) return Facts.NONE;
        long slotsUp = slots.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .filter(slot -> slot.lease().equals(lease) && activity.covers(slot.number()))
                .count();
        BigInteger seen = egress.entrySet().stream()
                .filter(entry -> entry.getKey().lease().equals(lease))
                .map(entry -> BigInteger.valueOf(entry.getValue()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        return new Facts(slotsUp, activity.seconds(), last.upSeconds(), BigInteger.valueOf(last.egressBytes()), seen);
    }
}
