package io.peerhost.billing.usage;

import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Merges evidence into what is stored, by the same rules and a statement a kind, rows in one order against deadlocks. */
final class EvidenceTable {
    private EvidenceTable() {}

    static void merge(Connection connection, Evidence evidence, Instant now) throws SQLException {
        if (!evidence.claims().isEmpty()) claims(connection, evidence.claims().values(), now);
        if (!evidence.slots().isEmpty()) slots(connection, evidence.slots().entrySet());
        if (!evidence.egress().isEmpty()) egress(connection, evidence.egress().entrySet());
    }

    private static void claims(Connection connection, Collection<Claim> claims, Instant now) throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO usage_claim AS old (lease, provider, sequence, digest, previous, up_seconds, cpu_millis,
                       memory_mib_seconds, egress_bytes, at, forked)
                SELECT * FROM unnest(?::bytea[], ?::bytea[], ?::bigint[], ?::bytea[], ?::bytea[], ?::bigint[], ?::bigint[],
                       ?::bigint[], ?::bigint[], ?::timestamptz[], ?::boolean[])
                ON CONFLICT (lease, provider, sequence) DO UPDATE SET
                       up_seconds = least(old.up_seconds, EXCLUDED.up_seconds),
                       cpu_millis = least(old.cpu_millis, EXCLUDED.cpu_millis),
                       memory_mib_seconds = least(old.memory_mib_seconds, EXCLUDED.memory_mib_seconds),
                       egress_bytes = least(old.egress_bytes, EXCLUDED.egress_bytes),
                       digest = least(old.digest, EXCLUDED.digest),
                       previous = CASE WHEN old.digest < EXCLUDED.digest THEN old.previous ELSE EXCLUDED.previous END,
                       at = CASE WHEN old.digest < EXCLUDED.digest THEN old.at ELSE EXCLUDED.at END,
                       forked = true
                 WHERE old.digest <> EXCLUDED.digest OR EXCLUDED.forked
                """,
                Column.of("bytea", claims, claim -> claim.key().lease()),
                Column.of("bytea", claims, claim -> claim.key().provider()),
                Column.of("bigint", claims, claim -> claim.key().sequence()),
                Column.of("bytea", claims, Claim::digest),
                Column.of("bytea", claims, Claim::previous),
                Column.of("bigint", claims, Claim::upSeconds),
                Column.of("bigint", claims, Claim::cpuMillis),
                Column.of("bigint", claims, Claim::memoryMibSeconds),
                Column.of("bigint", claims, Claim::egressBytes),
                Column.of("timestamptz", claims, Claim::at),
                Column.of("boolean", claims, Claim::forked));
        faults(connection, claims.stream().map(Claim::key).toList(), now);
    }

    /** Looks at the claims just merged and at those after them: is each the only one, and does it continue the one before? */
    private static void faults(Connection connection, List<Claim.Key> keys, Instant now) throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO usage_fault (lease, provider, sequence, kind, seen_at)
                WITH touched AS (
                    SELECT k.lease, k.provider, k.sequence + next.step AS sequence
                      FROM unnest(?::bytea[], ?::bytea[], ?::bigint[]) AS k (lease, provider, sequence),
                           (VALUES (0), (1)) AS next (step)
                     WHERE k.sequence < 9223372036854775807),
                looked AS (
                    SELECT DISTINCT c.lease, c.provider, c.sequence, c.forked, c.previous,
                           CASE c.sequence WHEN 1 THEN decode(repeat('00', 32), 'hex') ELSE b.digest END AS before
                      FROM touched JOIN usage_claim c USING (lease, provider, sequence)
                      LEFT JOIN usage_claim b
                        ON b.lease = c.lease AND b.provider = c.provider AND b.sequence = c.sequence - 1)
                SELECT lease, provider, sequence, 'FORK', ? FROM looked WHERE forked
                UNION ALL
                SELECT lease, provider, sequence, 'BROKEN_CHAIN', ? FROM looked WHERE previous <> before
                ON CONFLICT DO NOTHING
                """,
                Column.of("bytea", keys, Claim.Key::lease),
                Column.of("bytea", keys, Claim.Key::provider),
                Column.of("bigint", keys, Claim.Key::sequence),
                now,
                now);
    }

    /** A slot counts in its hour once: when it is first seen up. Those before the horizon are counted for good ({@link Retention}). */
    private static void slots(Connection connection, Collection<Map.Entry<Evidence.Slot, Boolean>> seen)
            throws SQLException {
        long horizon = Sql.number(connection, "SELECT slot FROM evidence_horizon FOR SHARE");
        List<Map.Entry<Evidence.Slot, Boolean>> slots =
                seen.stream().filter(slot -> slot.getKey().number() >= horizon).toList();
        Sql.update(
                connection,
                """
                WITH news AS (
                    INSERT INTO witness_slot AS old (lease, slot, up)
                    SELECT * FROM unnest(?::bytea[], ?::bigint[], ?::boolean[])
                    ON CONFLICT (lease, slot) DO UPDATE SET up = true WHERE EXCLUDED.up AND NOT old.up
                    RETURNING lease, slot, up)
                INSERT INTO witness_hour AS old (lease, hour, slots_up)
                SELECT lease, slot / 360, count(*) FROM news WHERE up GROUP BY 1, 2 ORDER BY 1, 2
                ON CONFLICT (lease, hour) DO UPDATE SET slots_up = old.slots_up + EXCLUDED.slots_up
                """,
                Column.of("bytea", slots, slot -> slot.getKey().lease()),
                Column.of("bigint", slots, slot -> slot.getKey().number()),
                Column.of("boolean", slots, Map.Entry::getValue));
    }

    private static void egress(Connection connection, Collection<Map.Entry<Evidence.Seen, Long>> egress)
            throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO witness_egress AS old (lease, edge, bytes)
                SELECT * FROM unnest(?::bytea[], ?::bytea[], ?::bigint[])
                ON CONFLICT (lease, edge) DO UPDATE SET bytes = EXCLUDED.bytes WHERE EXCLUDED.bytes > old.bytes
                """,
                Column.of("bytea", egress, seen -> seen.getKey().lease()),
                Column.of("bytea", egress, seen -> seen.getKey().edge()),
                Column.of("bigint", egress, Map.Entry::getValue));
    }
}
