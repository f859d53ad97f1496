package io.peerhost.billing.invoice;

import io.peerhost.billing.lease.Lease;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.billing.UsagePoint;
import io.peerhost.protocol.lease.Rate;
import io.peerhost.protocol.metering.WitnessRecord;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Use by five minutes, from cumulative counters and slots. */
final class UsageSeries {
    private static final int SECONDS = 300;
    private static final int SLOTS = SECONDS / WitnessRecord.SLOT_SECONDS;

    private UsageSeries() {}

    /** What an agent's counters say at a time. */
    private record Counters(long egressBytes, long cpuMillis) {
        static final Counters ZERO = new Counters(0, 0);

        /** Counters of an honest agent do not fall; what falls counts as nothing. */
        Counters since(Counters before) {
            return new Counters(
                    Math.max(0, egressBytes - before.egressBytes), Math.max(0, cpuMillis - before.cpuMillis));
        }
    }

    static List<UsagePoint> of(Connection connection, Lease lease, Instant from, Instant to) throws SQLException {
        long first = Math.floorDiv(from.getEpochSecond(), SECONDS);
        long past = Math.ceilDiv(to.getEpochSecond(), SECONDS);
        Map<Long, Long> slots = slots(connection, lease, first, past);
        TreeMap<Long, Counters> counters = counters(connection, lease, first, past);
        Counters standing = before(connection, lease, first);
        List<UsagePoint> points = new ArrayList<>();
        long upSoFar = 0;
        BigInteger egressSoFar = BigInteger.ZERO;
        BigInteger costSoFar = BigInteger.ZERO;
        for (long bucket = first; bucket < past; bucket++) {
            Counters now = counters.getOrDefault(bucket, standing);
            Counters grown = now.since(standing);
            standing = now;
            long up = slots.getOrDefault(bucket, 0L) * WitnessRecord.SLOT_SECONDS;
            upSoFar += up;
            egressSoFar = egressSoFar.add(BigInteger.valueOf(grown.egressBytes()));
            BigInteger cost = Rate.cost(lease.reserved(), lease.prices(), upSoFar, egressSoFar);
            points.add(new UsagePoint(
                    Instant.ofEpochSecond(bucket * SECONDS),
                    up,
                    grown.egressBytes(),
                    grown.cpuMillis(),
                    cost.subtract(costSoFar)));
            costSoFar = cost;
        }
        return points;
    }

    private static Map<Long, Long> slots(Connection connection, Lease lease, long first, long past)
            throws SQLException {
        Map<Long, Long> found = new HashMap<>();
        Sql.list(
                connection,
                "SELECT slot / " + SLOTS + " AS bucket, count(*) AS up FROM witness_slot"
                        + " WHERE lease = ? AND up AND slot >= ? AND slot < ? GROUP BY 1",
                row -> found.put(row.getLong("bucket"), row.getLong("up")),
                lease.id(),
                first * SLOTS,
                past * SLOTS);
        return found;
    }

    private static TreeMap<Long, Counters> counters(Connection connection, Lease lease, long first, long past)
            throws SQLException {
        TreeMap<Long, Counters> found = new TreeMap<>();
        Sql.list(
                connection,
                "SELECT DISTINCT ON (bucket) floor(extract(epoch FROM at) / " + SECONDS
                        + ")::bigint AS bucket, egress_bytes,"
                        + " cpu_millis FROM usage_claim WHERE lease = ? AND provider = ? AND at >= ? AND at < ?"
                        + " ORDER BY bucket, sequence DESC",
                row -> found.put(
                        row.getLong("bucket"), new Counters(row.getLong("egress_bytes"), row.getLong("cpu_millis"))),
                lease.id(),
                lease.provider(),
                Instant.ofEpochSecond(first * SECONDS),
                Instant.ofEpochSecond(past * SECONDS));
        return found;
    }

    private static Counters before(Connection connection, Lease lease, long first) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT egress_bytes, cpu_millis FROM usage_claim WHERE lease = ? AND provider = ? AND at < ?"
                                + " ORDER BY sequence DESC LIMIT 1",
                        row -> new Counters(row.getLong("egress_bytes"), row.getLong("cpu_millis")),
                        lease.id(),
                        lease.provider(),
                        Instant.ofEpochSecond(first * SECONDS))
                .orElse(Counters.ZERO);
    }
}
