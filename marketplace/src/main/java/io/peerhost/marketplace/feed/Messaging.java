package io.peerhost.marketplace.feed;

import io.agroal.api.AgroalDataSource;
import io.peerhost.marketplace.lease.LeaseFeeds;
import io.peerhost.marketplace.lease.WitnessFeed;
import io.peerhost.messaging.Handler;
import io.peerhost.messaging.Inbox;
import io.peerhost.messaging.Outbox;
import io.peerhost.messaging.OutboxRelay;
import io.peerhost.messaging.Transactions;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.CloseRequest;
import io.peerhost.protocol.metering.WitnessRecord;
import io.peerhost.protocol.release.ReleaseEvent;
import io.peerhost.protocol.settlement.SettlementEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The service's end of Kafka: its outbox is sent, and the topics it follows are read. */
@ApplicationScoped
public class Messaging {
    private final AgroalDataSource database;
    private final OutboxRelay relay;
    private final List<Inbox> inboxes;

    public Messaging(
            AgroalDataSource database,
            LeaseFeeds leases,
            WitnessFeed witness,
            @ConfigProperty(name = "marketplace.messaging.bootstrap") String bootstrap) {
        this.database = database;
        this.relay = new OutboxRelay(database, bootstrap);
        Inbox states = inbox(
                bootstrap,
                "marketplace",
                Map.of(
                        ReleaseEvent.TOPIC,
                        handler(ReleaseEvent.class, leases::released),
                        SettlementEvent.TOPIC,
                        handler(SettlementEvent.class, leases::settled),
                        CloseRequest.TOPIC,
                        handler(CloseRequest.class, leases::closeRequested)));
        // Each edge tells of each replica each ten seconds: that holds up no release.
        this.inboxes = witness.hasWitnesses()
                ? List.of(states, inbox(bootstrap, "marketplace-witness", Map.of(WitnessRecord.TOPIC, witness)))
                : List.of(states);
    }

    private Inbox inbox(String bootstrap, String reader, Map<String, Handler> handlers) {
        return new Inbox(database, work -> inTransaction(database, work), bootstrap, reader, handlers);
    }

    void start(@Observes StartupEvent event) {
        relay.start();
        inboxes.forEach(Inbox::start);
    }

    void stop(@Observes @Priority(20) ShutdownEvent event) {
        inboxes.forEach(Inbox::close);
        relay.close();
    }

    public long pending() throws SQLException {
        return Outbox.pending(database);
    }

    public long lag() {
        return Inbox.lag(inboxes);
    }

    private static <T> Handler handler(Class<T> type, Consumer<T> effect) {
        return (connection, records) -> records.forEach(record -> effect.accept(Json.read(record.value(), type)));
    }

    private static void inTransaction(AgroalDataSource database, Transactions.Work work) throws SQLException {
        QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection()) {
                work.run(connection);
            }
            return null;
        });
    }
}
