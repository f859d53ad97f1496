package io.peerhost.agent.metering;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.metering.UsageRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A lease's records so far, as kept on disk.
 *
 * @param lease the lease
 * @param counters what was used when {@code last} was signed, exact
 * @param last the last record; null before the first
 */
public record Chain(Bytes32 lease, Counters counters, Signed<UsageRecord> last) {
    static Chain begin(Bytes32 lease) {
        return new Chain(lease, Counters.NONE, null);
    }

    /** The chain with one more record, signed. */
    Chain extend(Counters used, SigningKey key, Instant now) {
        UsageRecord record = new UsageRecord(
                lease,
                key.address(),
                last == null ? 1 : last.statement().sequence() + 1,
                last == null ? Bytes32.ZERO : Bytes32.of(last.statement().digest()),
                used.upMillis() / 1000,
                used.cpuNanos() / 1_000_000,
                used.memoryKibMillis() / 1024 / 1000,
                used.egressBytes(),
                now.truncatedTo(ChronoUnit.SECONDS));
        return new Chain(lease, used, Signed.by(key, record));
    }
}
