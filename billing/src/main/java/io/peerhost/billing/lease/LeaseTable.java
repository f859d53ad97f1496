package io.peerhost.billing.lease;

import io.peerhost.billing.rating.Guard;
import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the leases and what the chain allows each, and notes which have news. */
public final class LeaseTable {
    private static final String SELECT = """
            SELECT l.*, g.deposit, g.spend_cap, g.max_rate, g.opened_at
              FROM lease l LEFT JOIN lease_guard g ON g.lease = l.id
            """;

    private LeaseTable() {}

    public static List<Lease> find(Connection connection, Collection<Bytes32> leases) throws SQLException {
        return Sql.list(connection, SELECT + " WHERE l.id = ANY (?)", LeaseTable::lease, Column.of("bytea", leases));
    }

    /** Leases that use may be billed for, at most {@code limit} after {@code after}: those that were active since, or have news. */
    public static List<Lease> billable(
            Connection connection, Instant since, Collection<Bytes32> news, Bytes32 after, int limit)
            throws SQLException {
        return Sql.list(connection, SELECT + """
                         WHERE g.lease IS NOT NULL AND NOT g.refunded AND l.stage IN ('ACTIVE', 'CLOSING', 'CLOSED', 'FAILED')
                           AND (l.active_from IS NOT NULL OR l.stage <> 'FAILED')
                           AND (l.active_to IS NULL OR l.active_to > ? OR l.id = ANY (?)) AND l.id > ?
                         ORDER BY l.id LIMIT ?
                        """, LeaseTable::lease, since, Column.of("bytea", news), after, limit);
    }

    /** Notes, within the transaction of the news, that these are to be looked at when the next epoch closes. */
    public static void touch(Connection connection, Collection<Bytes32> leases) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO lease_touch (lease) SELECT unnest(?)",
                Column.of("bytea", leases.stream().distinct().toList()));
    }

    /** Takes the notes away, within the transaction that looks at them. */
    public static List<Bytes32> takeTouched(Connection connection) throws SQLException {
        return Sql.list(connection, "DELETE FROM lease_touch RETURNING lease", row -> Sql.bytes32(row, "lease"))
                .stream()
                .distinct()
                .toList();
    }

    private static Lease lease(ResultSet row) throws SQLException {
        return new Lease(
                Sql.bytes32(row, "id"),
                row.getString("site_name"),
                row.getObject("owner", UUID.class),
                row.getInt("replica"),
                new Address("0x" + HexFormat.of().formatHex(row.getBytes("provider"))),
                row.getObject("seller", UUID.class),
                new Resources(row.getInt("cpu_millis"), row.getInt("memory_mib"), row.getInt("disk_mib")),
                new Prices(
                        Sql.amount(row, "vcpu_hour"),
                        Sql.amount(row, "memory_gib_hour"),
                        Sql.amount(row, "disk_gib_hour"),
                        Sql.amount(row, "egress_gib")),
                Sql.instant(row, "active_from"),
                Sql.instant(row, "active_to"),
                guard(row));
    }

    private static Optional<Guard> guard(ResultSet row) throws SQLException {
        Instant openedAt = Sql.instant(row, "opened_at");
        if (openedAt == null) return Optional.empty();
        return Optional.of(new Guard(
                Sql.amount(row, "deposit"), Sql.amount(row, "spend_cap"), Sql.amount(row, "max_rate"), openedAt));
    }
}
