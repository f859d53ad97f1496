package io.peerhost.sites.release;

import io.peerhost.messaging.Outbox;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.release.ReleaseEvent;
import io.peerhost.sites.site.Addresses;
import io.peerhost.sites.site.Site;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Moves a site's pointer, and tells of it. */
@ApplicationScoped
class Pointer {
    private final Addresses addresses;

    Pointer(Addresses addresses) {
        this.addresses = addresses;
    }

    /** Within the caller's transaction, which holds the site's lock. */
    void move(Connection connection, Site site, Release release, Instant now) throws SQLException {
        Sql.update(
                connection,
                "UPDATE release SET left_at = ? WHERE site = ? AND number = ?",
                now,
                site.id,
                site.currentRelease);
        site.currentRelease = release.number;
        site.move++;
        site.weighAt = now;
        ReleaseEvent event = new ReleaseEvent(
                UUID.randomUUID(),
                site.id,
                site.name,
                site.kind,
                site.move,
                release.number,
                release.root,
                release.files,
                release.bytes,
                List.of(addresses.host(site)),
                release.pages(),
                now);
        Outbox.add(connection, ReleaseEvent.TOPIC, site.id.toString(), event);
    }
}
