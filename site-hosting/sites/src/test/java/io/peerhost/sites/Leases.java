package io.peerhost.sites;

import io.peerhost.messaging.Outbox;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.Site;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.sites.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.Assertions;

/** Writes lease events to Kafka as the marketplace does, by the service's own outbox. */
@ApplicationScoped
public class Leases {
    public static final Resources RESERVED = new Resources(100, 64, 1 << 20);

    private final Database database;

    Leases(Database database) {
        this.database = database;
    }

    /** A new site, as an event would have made it. */
    public UUID site() {
        UUID site = UUID.randomUUID();
        update(
                "INSERT INTO site (id, name, owner, kind, publish_after_idle_seconds, quota_bytes)"
                        + " VALUES (?, ?, ?, 'STATIC', 5, 1000000000)",
                site,
                name(site),
                UUID.randomUUID());
        return site;
    }

    private static String name(UUID site) {
        return "s" + site.toString().replace("-", "").substring(0, 20);
    }

    public void send(Bytes32 lease, long version, UUID site, Address agent, LeaseStage stage) {
        send(lease, version, site, agent, stage, RESERVED, null);
    }

    public void send(
            Bytes32 lease,
            long version,
            UUID site,
            Address agent,
            LeaseStage stage,
            Resources reserved,
            Instant deletedAt) {
        Site facts = new Site(site, name(site), UUID.randomUUID(), "alice", SiteKind.STATIC, deletedAt);
        LeaseEvent event = new LeaseEvent(
                UUID.randomUUID(),
                version,
                lease,
                facts,
                0,
                agent,
                UUID.randomUUID(),
                Address.ZERO,
                Address.ZERO,
                reserved,
                null,
                BigInteger.ZERO,
                "eu",
                stage,
                null,
                Instant.now());
        database.call(connection -> {
            Outbox.add(connection, LeaseEvent.TOPIC, lease.hex(), event);
            return null;
        });
    }

    public long number(String sql, Object... parameters) {
        return database.call(connection -> Sql.number(connection, sql, parameters));
    }

    /** As if all that is stored had been for two days. */
    public void age() {
        update("UPDATE blob SET last_wanted = last_wanted - interval '2 days'");
        update("UPDATE pack SET created_at = created_at - interval '2 days'");
    }

    public int update(String sql, Object... parameters) {
        return database.call(connection -> Sql.update(connection, sql, parameters));
    }

    /** Until it holds; a minute at most. */
    public static void await(java.util.function.BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            Assertions.assertThat(Instant.now()).as("it holds within a minute").isBefore(end);
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }
}
