package io.peerhost.protocol.metering;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Eip712;
import io.peerhost.protocol.identity.Statement;
import java.time.Instant;

/**
 * Topic {@code usage}, key {@code lease}, as {@code Signed<UsageRecord>}: what an agent says a lease has used since it
 * began. Cumulative, so that one lost costs nothing and one repeated changes nothing.
 *
 * @param lease the lease
 * @param provider the agent's key, which signs
 * @param sequence 1, 2, 3… for each lease
 * @param previous digest of the record before, zero for the first
 * @param upSeconds seconds the replica was ready
 * @param cpuMillis milliseconds of CPU used
 * @param memoryMibSeconds memory held, MiB x seconds
 * @param egressBytes bytes sent to visitors
 * @param at when it was measured, to the second
 */
public record UsageRecord(
        Bytes32 lease,
        Address provider,
        long sequence,
        Bytes32 previous,
        long upSeconds,
        long cpuMillis,
        long memoryMibSeconds,
        long egressBytes,
        Instant at)
        implements Statement {
    public static final String TOPIC = "usage";

    public UsageRecord {
        if (lease == null || provider == null || previous == null || at == null)
            throw new IllegalArgumentException("A usage record needs lease, provider, previous and time");
        if (sequence < 1) throw new IllegalArgumentException("Sequences start at 1");
        if (upSeconds < 0 || cpuMillis < 0 || memoryMibSeconds < 0 || egressBytes < 0)
            throw new IllegalArgumentException("Counters are not negative");
        Moment.check(at);
    }

    @Override
    public Eip712 typed() {
        return Eip712.struct("Usage")
                .bytes32("lease", lease)
                .address("provider", provider)
                .uint64("sequence", sequence)
                .bytes32("previous", previous)
                .uint64("upSeconds", upSeconds)
                .uint64("cpuMillis", cpuMillis)
                .uint64("memoryMibSeconds", memoryMibSeconds)
                .uint64("egressBytes", egressBytes)
                .uint64("at", at.getEpochSecond());
    }
}
