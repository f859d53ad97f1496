package io.peerhost.marketplace.lease;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.marketplace.provider.ProviderConfig;
import io.peerhost.messaging.Handler;
import io.peerhost.messaging.Incoming;
import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.metering.WitnessRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes in which replicas the edges see of those that say they are ready, and keeps for how long nobody sees one. An edge's not
 * seeing one counts only while it sees others of that kind of site: else it is the edge that is cut off, or cannot ask.
 */
@ApplicationScoped
public class WitnessFeed implements Handler {
    /** Slots. What is further from now was on its way too long to say who is to be replaced. */
    private static final long LATELY = 30;
    /** Slots within which an edge saw another replica. */
    private static final long SIGHTED = 6;

    private static final TypeReference<Signed<WitnessRecord>> TYPE = new TypeReference<>() {};

    private final Set<Address> witnesses;
    private final Clock clock;

    public WitnessFeed(ProviderConfig config, Clock clock) {
        this.witnesses = config.witnesses().orElse(List.of()).stream()
                .map(String::strip)
                .map(Address::of)
                .collect(Collectors.toSet());
        this.clock = clock;
    }

    /** Whether there is anybody to believe. */
    public boolean hasWitnesses() {
        return !witnesses.isEmpty();
    }

    /** The first slot that says how it is now. */
    public static long since(Clock clock) {
        return WitnessRecord.slotOf(clock.instant()) - SIGHTED;
    }

    @Override
    public void handle(Connection connection, List<Incoming> records) throws SQLException {
        long now = WitnessRecord.slotOf(clock.instant());
        Map<Boolean, List<WitnessRecord>> told = records.stream()
                .map(record -> Json.read(record.value(), TYPE))
                .filter(signed -> Math.abs(signed.statement().slot() - now) <= LATELY && isBelieved(signed))
                .map(Signed::statement)
                .collect(Collectors.partitioningBy(WitnessRecord::up));
        Sql.update(connection, "DELETE FROM unseen_replica WHERE last_slot < ?", now - LATELY);
        if (!told.get(false).isEmpty()) unseen(connection, told.get(false));
        if (!told.get(true).isEmpty()) seen(connection, told.get(true));
    }

    /** Recovering a key takes most of the time: it is done for what speaks against a seller. */
    private boolean isBelieved(Signed<WitnessRecord> signed) {
        WitnessRecord record = signed.statement();
        return witnesses.contains(signed.signer())
                && signed.signer().equals(record.edge())
                && (record.up() || signed.holds());
    }

    private static void unseen(Connection connection, List<WitnessRecord> records) throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO unseen_replica AS known (lease, slots, last_slot)
                SELECT told.lease, count(DISTINCT told.slot), max(told.slot)
                  FROM unnest(?::text[], ?::text[], ?::bigint[]) AS told (lease, edge, slot)
                  JOIN lease l ON l.id = told.lease JOIN site s ON s.id = l.site
                  JOIN edge_sight e ON e.edge = told.edge AND e.kind = s.kind AND e.up_slot >= told.slot - ?
                  LEFT JOIN unseen_replica u ON u.lease = told.lease
                 WHERE l.stage IN ('FUNDED', 'ACTIVE') AND s.root IS NOT NULL AND told.slot > coalesce(u.last_slot, 0)
                 GROUP BY told.lease ORDER BY told.lease
                ON CONFLICT (lease) DO UPDATE SET slots = known.slots + EXCLUDED.slots, last_slot = EXCLUDED.last_slot
                """,
                Column.of("text", records, record -> record.lease().hex()),
                Column.of("text", records, record -> record.edge().hex()),
                Column.of("bigint", records, WitnessRecord::slot),
                SIGHTED);
    }

    /** What its renter was told of the search for another seller is over. */
    private static void seen(Connection connection, List<WitnessRecord> records) throws SQLException {
        Column leases = Column.of("text", records, record -> record.lease().hex());
        Sql.update(
                connection,
                """
                INSERT INTO edge_sight AS known (edge, kind, up_slot)
                SELECT told.edge, s.kind, max(told.slot)
                  FROM unnest(?::text[], ?::text[], ?::bigint[]) AS told (lease, edge, slot)
                  JOIN lease l ON l.id = told.lease JOIN site s ON s.id = l.site
                 GROUP BY told.edge, s.kind ORDER BY told.edge, s.kind
                ON CONFLICT (edge, kind) DO UPDATE SET up_slot = EXCLUDED.up_slot WHERE known.up_slot < EXCLUDED.up_slot
                """,
                leases,
                Column.of("text", records, record -> record.edge().hex()),
                Column.of("bigint", records, WitnessRecord::slot));
        Sql.update(connection, """
                WITH seen AS (DELETE FROM unseen_replica WHERE lease = ANY (?) RETURNING lease)
                UPDATE lease SET advice = NULL, searches = 0, next_search_at = NULL
                  FROM seen WHERE id = seen.lease AND said_state = 'READY' AND advice IS NOT NULL AND NOT vacant
                """, leases);
    }
}
