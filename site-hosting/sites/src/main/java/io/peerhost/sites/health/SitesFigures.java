package io.peerhost.sites.health;

import io.peerhost.messaging.sql.Sql;
import io.peerhost.observability.Figures;
import io.peerhost.sites.blob.Blobs;
import io.peerhost.sites.database.Database;
import io.peerhost.sites.site.Events;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;

/** Numbers of the moment. */
@ApplicationScoped
class SitesFigures implements Figures {
    private final Database database;
    private final Events events;
    private final Blobs blobs;

    SitesFigures(Database database, Events events, Blobs blobs) {
        this.database = database;
        this.events = events;
        this.blobs = blobs;
    }

    @Override
    public Map<String, Long> now() {
        Map<String, Long> figures = new TreeMap<>();
        figures.put("inbox.lag", events.lag());
        figures.put("cache.bytes", blobs.cachedBytes());
        database.call(connection -> {
            figures.put("outbox.pending", Sql.number(connection, "SELECT count(*) FROM outbox"));
            figures.put("inbox.rejected", Sql.number(connection, "SELECT count(*) FROM inbox_rejected"));
            figures.put("sites", Sql.number(connection, "SELECT count(*) FROM site WHERE deleted_at IS NULL"));
            figures.put("releases", Sql.number(connection, "SELECT count(*) FROM release"));
            figures.put("blobs", Sql.number(connection, "SELECT count(*) FROM blob"));
            figures.put("packs", Sql.number(connection, "SELECT count(*) FROM pack"));
            figures.put("packs.bytes", Sql.number(connection, "SELECT coalesce(sum(size), 0)::bigint FROM pack"));
            figures.put("uploads.open", Sql.number(connection, "SELECT count(*) FROM upload"));
            return figures;
        });
        return figures;
    }
}
