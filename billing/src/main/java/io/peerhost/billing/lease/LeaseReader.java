package io.peerhost.billing.lease;

import io.peerhost.messaging.Handler;
import io.peerhost.messaging.Incoming;
import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes the topic {@code leases} in: of each lease the highest version, and the earliest times at which it became and ceased
 * to be active. So order and repetition change nothing.
 */
public final class LeaseReader implements Handler {
    @Override
    public void handle(Connection connection, List<Incoming> records) throws SQLException {
        Map<Bytes32, Known> known = new TreeMap<>();
        for (Incoming record : records) {
            Known one = Known.of(Json.read(record.value(), LeaseEvent.class));
            known.merge(one.event().lease(), one, Known::merge);
        }
        upsert(connection, known.values());
        LeaseTable.touch(connection, known.keySet());
    }

    /** What some events say of one lease. */
    private record Known(LeaseEvent event, Instant activeFrom, Instant activeTo) {
        static Known of(LeaseEvent event) {
            if (event.reserved() == null || event.prices() == null)
                throw new IllegalArgumentException("A lease that is billed has resources and prices: " + event.lease());
            LeaseStage stage = event.stage();
            boolean over = stage == LeaseStage.CLOSING || stage.ended();
            return new Known(event, stage == LeaseStage.ACTIVE ? event.at() : null, over ? event.at() : null);
        }

        Known merge(Known other) {
            LeaseEvent newer = event.version() >= other.event.version() ? event : other.event;
            return new Known(newer, earlier(activeFrom, other.activeFrom), earlier(activeTo, other.activeTo));
        }

        private static Instant earlier(Instant a, Instant b) {
            if (a == null || b == null) return a == null ? b : a;
            return a.isBefore(b) ? a : b;
        }
    }

    private static void upsert(Connection connection, Collection<Known> known) throws SQLException {
        List<LeaseEvent> events = known.stream().map(Known::event).toList();
        Sql.update(
                connection,
                """
                INSERT INTO lease AS old (id, version, stage, site, site_name, owner, replica, provider, seller,
                       cpu_millis, memory_mib, disk_mib, vcpu_hour, memory_gib_hour, disk_gib_hour, egress_gib, active_from, active_to)
                SELECT * FROM unnest(?::bytea[], ?::bigint[], ?::text[], ?::uuid[], ?::text[], ?::uuid[], ?::int[], ?::bytea[],
                       ?::uuid[], ?::int[], ?::int[], ?::int[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[],
                       ?::timestamptz[], ?::timestamptz[])
                ON CONFLICT (id) DO UPDATE SET
                       active_from = least(old.active_from, EXCLUDED.active_from),
                       active_to = least(old.active_to, EXCLUDED.active_to),
                       (version, stage, site, site_name, owner, replica, provider, seller, cpu_millis, memory_mib, disk_mib,
                        vcpu_hour, memory_gib_hour, disk_gib_hour, egress_gib) = (
                        SELECT newer.* FROM (VALUES
                            (old.version, old.stage, old.site, old.site_name, old.owner, old.replica, old.provider, old.seller,
                             old.cpu_millis, old.memory_mib, old.disk_mib, old.vcpu_hour, old.memory_gib_hour,
                             old.disk_gib_hour, old.egress_gib),
                            (EXCLUDED.version, EXCLUDED.stage, EXCLUDED.site, EXCLUDED.site_name, EXCLUDED.owner,
                             EXCLUDED.replica, EXCLUDED.provider, EXCLUDED.seller, EXCLUDED.cpu_millis, EXCLUDED.memory_mib,
                             EXCLUDED.disk_mib, EXCLUDED.vcpu_hour, EXCLUDED.memory_gib_hour, EXCLUDED.disk_gib_hour,
                             EXCLUDED.egress_gib)) AS newer ORDER BY column1 DESC LIMIT 1)
                """,
                Column.of("bytea", events, LeaseEvent::lease),
                Column.of("bigint", events, LeaseEvent::version),
                Column.of("text", events, LeaseEvent::stage),
                Column.of("uuid", events, event -> event.site().id()),
                Column.of("text", events, event -> event.site().name()),
                Column.of("uuid", events, event -> event.site().owner()),
                Column.of("int", events, LeaseEvent::replica),
                Column.of("bytea", events, LeaseEvent::provider),
                Column.of("uuid", events, LeaseEvent::seller),
                Column.of("int", events, event -> event.reserved().cpuMillis()),
                Column.of("int", events, event -> event.reserved().memoryMib()),
                Column.of("int", events, event -> event.reserved().diskMib()),
                Column.of("numeric", events, event -> event.prices().vcpuHour()),
                Column.of("numeric", events, event -> event.prices().memoryGibHour()),
                Column.of("numeric", events, event -> event.prices().diskGibHour()),
                Column.of("numeric", events, event -> event.prices().egressGib()),
                Column.of("timestamptz", known, Known::activeFrom),
                Column.of("timestamptz", known, Known::activeTo));
    }
}
