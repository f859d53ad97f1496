package io.peerhost.sites.site;

import io.peerhost.messaging.Handler;
import io.peerhost.messaging.Incoming;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Topic {@code leases} -> rows of leases and sites. Of a lease the highest version stays, so order and doubles do not matter. */
final class LeaseProjection implements Handler {
    private final SitesConfig config;

    LeaseProjection(SitesConfig config) {
        this.config = config;
    }

    @Override
    public void handle(Connection connection, List<Incoming> records) throws SQLException {
        for (Incoming one : records)
            if (one.value() != null) take(connection, Json.read(one.value(), LeaseEvent.class));
    }

    private void take(Connection connection, LeaseEvent event) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO site (id, name, owner, kind, publish_after_idle_seconds, quota_bytes)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                event.site().id(),
                event.site().name(),
                event.site().owner(),
                event.site().kind().name(),
                config.publishAfterIdleSeconds(),
                quota(event));
        Sql.update(
                connection,
                "UPDATE site SET quota_bytes = LEAST(quota_bytes, ?), deleted_at = COALESCE(deleted_at, ?::timestamptz) WHERE id = ?",
                quota(event),
                event.site().deletedAt(),
                event.site().id());
        Sql.update(
                connection,
                "INSERT INTO lease (lease, site, agent, version, runs) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (lease) DO UPDATE SET agent = EXCLUDED.agent, version = EXCLUDED.version,"
                        + " runs = EXCLUDED.runs WHERE lease.version < EXCLUDED.version",
                event.lease().hex(),
                event.site().id(),
                event.provider().hex(),
                event.version(),
                event.stage().runs());
    }

    /** What no replica has the disk for is not taken. All replicas of a site reserve the same. */
    private long quota(LeaseEvent event) {
        if (event.reserved() == null) return config.quotaBytes();
        return Math.min(config.quotaBytes(), (long) event.reserved().diskMib() << 20);
    }
}
