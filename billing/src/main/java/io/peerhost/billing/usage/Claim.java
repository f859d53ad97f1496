package io.peerhost.billing.usage;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.metering.UsageRecord;
import java.time.Instant;

/**
 * What an agent claims by one sequence of its records. Where it signed two different ones for a sequence (a fork), the lower
 * of each counter stands: telling two stories never pays. Merging is commutative, associative and idempotent.
 *
 * @param digest the record's; of a fork the lowest
 * @param forked whether different records of this sequence exist
 */
public record Claim(
        Key key,
        Bytes32 digest,
        Bytes32 previous,
        long upSeconds,
        long cpuMillis,
        long memoryMibSeconds,
        long egressBytes,
        Instant at,
        boolean forked) {

    /** One record of an agent's chain of records for a lease. */
    public record Key(Bytes32 lease, Address provider, long sequence) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byLease = lease.compareTo(other.lease);
            if (byLease != 0) return byLease;
            int byProvider = provider.hex().compareTo(other.provider.hex());
            return byProvider != 0 ? byProvider : Long.compare(sequence, other.sequence);
        }
    }

    public static Claim of(UsageRecord said) {
        return new Claim(
                new Key(said.lease(), said.provider(), said.sequence()),
                Bytes32.of(said.digest()),
                said.previous(),
                said.upSeconds(),
                said.cpuMillis(),
                said.memoryMibSeconds(),
                said.egressBytes(),
                said.at(),
                false);
    }

    /** @param other of the same key */
    public Claim merge(Claim other) {
        Claim first = digest.compareTo(other.digest) <= 0 ? this : other;
        return new Claim(
                key,
                first.digest,
                first.previous,
                Math.min(upSeconds, other.upSeconds),
                Math.min(cpuMillis, other.cpuMillis),
                Math.min(memoryMibSeconds, other.memoryMibSeconds),
                Math.min(egressBytes, other.egressBytes),
                first.at,
                forked || other.forked || !digest.equals(other.digest));
    }
}
