package io.peerhost.billing.service;

import io.peerhost.billing.lease.LeaseReader;
import io.peerhost.billing.usage.UsageReader;
import io.peerhost.billing.usage.WitnessReader;
import io.peerhost.messaging.Handler;
import io.peerhost.messaging.Inbox;
import io.peerhost.messaging.OutboxRelay;
import io.peerhost.messaging.Transactions;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** What reads topics, one reader a topic so that none holds up another, and what sends the outbox. */
@Singleton
public class Readers {
    private final List<Inbox> inboxes;
    private final OutboxRelay relay;
    private final UsageReader usage;
    private final WitnessReader witness;

    Readers(BillingConfig config, DataSource database, Clock clock) {
        Set<Address> witnesses = config.witnesses().orElse(Set.of()).stream()
                .map(String::strip)
                .map(Address::of)
                .collect(Collectors.toSet());
        usage = new UsageReader(clock);
        witness = new WitnessReader(witnesses, clock);
        inboxes = List.of(
                inbox(config, database, LeaseEvent.TOPIC, new LeaseReader()),
                inbox(config, database, UsageRecord.TOPIC, usage),
                inbox(config, database, WitnessRecord.TOPIC, witness));
        relay = new OutboxRelay(database, config.kafkaBootstrap());
    }

    private static Inbox inbox(BillingConfig config, DataSource database, String topic, Handler handler) {
        return new Inbox(
                database,
                Transactions.of(database),
                config.kafkaBootstrap(),
                "billing-" + topic,
                Map.of(topic, handler));
    }

    /** Kafka finds its parts by name in the starting thread's class loader: that must be the one its clients came from. */
    void start() {
        Thread starting = Thread.currentThread();
        ClassLoader before = starting.getContextClassLoader();
        starting.setContextClassLoader(Inbox.class.getClassLoader());
        try {
            relay.start();
            inboxes.forEach(Inbox::start);
        } finally {
            starting.setContextClassLoader(before);
        }
    }

    void stop() {
        inboxes.forEach(Inbox::close);
        relay.close();
    }

    /** Records not yet taken in, of all topics; -1 while one of them is not known. */
    public long lag() {
        return Inbox.lag(inboxes);
    }

    /** Records dropped since the start because their signature or signer was not right. */
    public long refused() {
        return usage.refused() + witness.refused();
    }
}
