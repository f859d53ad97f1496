package io.peerhost.billing.usage;

import io.peerhost.billing.lease.Lease;
import io.peerhost.billing.rating.Activity;
import io.peerhost.billing.rating.Facts;
import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The facts of many leases in one query: the same as {@link Evidence#facts} of all records ever taken in. */
public final class FactsTable {
    /** Whole hours come from their counts, the hours at both ends from their slots. */
    private static final String FACTS = """
            WITH asked AS (
                SELECT a.*, (first + 359) / 360 * 360 AS whole, past / 360 * 360 AS rest
                  FROM unnest(?::bytea[], ?::bytea[], ?::bigint[], ?::bigint[]) AS a (lease, provider, first, past))
            SELECT a.lease, c.up_seconds, c.cpu_millis, c.memory_mib_seconds, c.egress_bytes,
                   (SELECT coalesce(sum(slots_up), 0) FROM witness_hour h
                     WHERE h.lease = a.lease AND h.hour >= a.whole / 360 AND h.hour < a.rest / 360)
                 + (SELECT count(*) FROM witness_slot s
                     WHERE s.lease = a.lease AND s.up AND s.slot >= a.first AND s.slot < least(a.whole, a.past))
                 + (SELECT count(*) FROM witness_slot s
                     WHERE s.lease = a.lease AND s.up AND s.slot >= greatest(a.whole, a.rest) AND s.slot < a.past) AS slots_up,
                   (SELECT coalesce(sum(bytes), 0) FROM witness_egress e WHERE e.lease = a.lease) AS seen
              FROM asked a
              JOIN LATERAL (SELECT * FROM usage_claim c WHERE c.lease = a.lease AND c.provider = a.provider
                             ORDER BY sequence DESC LIMIT 1) c ON true
            """;

    private FactsTable() {}

    /** A lease's facts with what its agent says it used beside: told, not billed. */
    public record Use(Facts facts, long cpuMillis, long memoryMibSeconds) {
        public static final Use NONE = new Use(Facts.NONE, 0, 0);
    }

    /** Leases without a record of their agent are missing. */
    public static Map<Bytes32, Use> until(Connection connection, List<Lease> leases, Instant end) throws SQLException {
        Map<Bytes32, Activity> activities = new HashMap<>();
        for (Lease lease : leases) activities.put(lease.id(), lease.activity(end));
        Map<Bytes32, Use> found = new HashMap<>();
        Sql.list(
                connection,
                FACTS,
                row -> {
                    Bytes32 lease = Sql.bytes32(row, "lease");
                    Facts facts = new Facts(
                            row.getLong("slots_up"),
                            activities.get(lease).seconds(),
                            row.getLong("up_seconds"),
                            Sql.amount(row, "egress_bytes"),
                            Sql.amount(row, "seen"));
                    return found.put(
                            lease, new Use(facts, row.getLong("cpu_millis"), row.getLong("memory_mib_seconds")));
                },
                Column.of("bytea", leases, Lease::id),
                Column.of("bytea", leases, Lease::provider),
                Column.of("bigint", leases, lease -> activities.get(lease.id()).firstSlot()),
                Column.of("bigint", leases, lease -> activities.get(lease.id()).endSlot()));
        return found;
    }
}
