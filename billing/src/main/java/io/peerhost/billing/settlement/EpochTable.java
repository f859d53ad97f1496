package io.peerhost.billing.settlement;

import io.peerhost.chain.merkle.Leaf;
import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.settlement.SettlementEvent.Stage;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The epochs and their leaves at rest. */
final class EpochTable {
    /** Epochs looked after at a time; the rest wait for these. */
    private static final int UNDER_WAY = 20;

    private EpochTable() {}

    /** Until when everything is billed; the row is locked until the transaction ends, so that one closes at a time. */
    static Instant billedUntil(Connection connection, Instant first) throws SQLException {
        Sql.update(connection, "INSERT INTO billed_until (at) VALUES (?) ON CONFLICT DO NOTHING", first);
        return Sql.first(connection, "SELECT at FROM billed_until FOR UPDATE", row -> Sql.instant(row, "at"))
                .orElseThrow();
    }

    static void billedUntil(Connection connection, Instant before, Instant end) throws SQLException {
        Sql.update(connection, "UPDATE billed_until SET at = ? WHERE at = ?", end, before);
    }

    /** Above every epoch here and every one on the chain, which knows more of them than a database that was restored. */
    static long nextNumber(Connection connection) throws SQLException {
        return 1
                + Sql.number(
                        connection,
                        "SELECT greatest((SELECT max(number) FROM epoch), (SELECT highest_epoch FROM chain_cursor))");
    }

    /** The chain has a root of this epoch, whoever posted it. */
    static void onChain(Connection connection, long number) throws SQLException {
        Sql.update(connection, "UPDATE chain_cursor SET highest_epoch = greatest(highest_epoch, ?)", number);
    }

    /** Whether nothing came after an epoch that was abandoned: what it was to claim is in no other yet. */
    static boolean lastIsAbandoned(Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT stage FROM epoch ORDER BY number DESC LIMIT 1", row -> row.getString(1))
                .filter("ABANDONED"::equals)
                .isPresent();
    }

    /** The end of the last epoch, where the next one starts; empty before the first. */
    static Optional<Instant> lastEnd(Connection connection) throws SQLException {
        return Sql.first(
                connection,
                "SELECT ends_at FROM epoch ORDER BY number DESC LIMIT 1",
                row -> Sql.instant(row, "ends_at"));
    }

    static void insert(Connection connection, Epoch epoch, List<EpochLeaf> leaves, Instant now) throws SQLException {
        BigInteger charged = leaves.stream().map(EpochLeaf::charged).reduce(BigInteger.ZERO, BigInteger::add);
        Sql.update(
                connection,
                """
                INSERT INTO epoch (number, starts_at, ends_at, stage, root, leases, charged, closed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                epoch.number(),
                epoch.startsAt(),
                epoch.endsAt(),
                epoch.stage(),
                epoch.root(),
                leaves.size(),
                charged,
                now);
        Sql.update(
                connection,
                """
                INSERT INTO epoch_leaf (epoch, lease, cumulative, charged, up_seconds, egress_bytes)
                SELECT ?, * FROM unnest(?::bytea[], ?::numeric[], ?::numeric[], ?::bigint[], ?::numeric[])
                """,
                epoch.number(),
                Column.of("bytea", leaves, EpochLeaf::lease),
                Column.of("numeric", leaves, EpochLeaf::cumulative),
                Column.of("numeric", leaves, EpochLeaf::charged),
                Column.of("bigint", leaves, leaf -> leaf.rated().upSeconds()),
                Column.of("numeric", leaves, leaf -> leaf.rated().egressBytes()));
    }

    static List<Epoch> underWay(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT * FROM epoch WHERE stage IN ('CLOSED', 'POSTED') ORDER BY number LIMIT " + UNDER_WAY,
                EpochTable::epoch);
    }

    static List<Leaf> leaves(Connection connection, long epoch) throws SQLException {
        return Sql.list(
                connection,
                "SELECT lease, cumulative FROM epoch_leaf WHERE epoch = ? ORDER BY lease",
                row -> new Leaf(Sql.bytes32(row, "lease"), Sql.amount(row, "cumulative")),
                epoch);
    }

    /** @return false when another instance was faster */
    static boolean posted(Connection connection, Epoch epoch, Bytes32 hash, Instant now) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE epoch SET stage = 'POSTED', post_hash = ?, posted_at = ? WHERE number = ? AND stage = 'CLOSED'",
                        hash,
                        now,
                        epoch.number())
                == 1;
    }

    /** @return false when another instance was faster */
    static boolean claimed(Connection connection, Epoch epoch, Instant now) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE epoch SET stage = 'CLAIMED', claimed_at = ? WHERE number = ? AND stage = 'POSTED'",
                        now,
                        epoch.number())
                == 1;
    }

    /** Does nothing to one that is claimed. */
    static void abandoned(Connection connection, long number) throws SQLException {
        Sql.update(
                connection,
                "UPDATE epoch SET stage = 'ABANDONED' WHERE number = ? AND stage IN ('CLOSED', 'POSTED')",
                number);
    }

    private static Epoch epoch(ResultSet row) throws SQLException {
        return new Epoch(
                row.getLong("number"),
                Sql.instant(row, "starts_at"),
                Sql.instant(row, "ends_at"),
                Stage.valueOf(row.getString("stage")),
                Sql.bytes32(row, "root"));
    }
}
