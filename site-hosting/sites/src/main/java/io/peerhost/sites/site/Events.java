package io.peerhost.sites.site;

import io.peerhost.messaging.Inbox;
import io.peerhost.messaging.OutboxRelay;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.sites.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** Events in and out, from start to end of the process. */
@ApplicationScoped
public class Events {
    private final Inbox inbox;
    private final OutboxRelay relay;

    Events(Database database, SitesConfig config) {
        inbox = new Inbox(
                database.source(),
                database,
                config.kafka(),
                "sites",
                Map.of(LeaseEvent.TOPIC, new LeaseProjection(config)));
        relay = new OutboxRelay(database.source(), config.kafka());
    }

    void start(@Observes StartupEvent event) {
        inbox.start();
        relay.start();
    }

    void end(@Observes ShutdownEvent event) {
        inbox.close();
        relay.close();
    }

    /** Lease events not yet taken in; -1 while not known. */
    public long lag() {
        return inbox.lag();
    }
}
