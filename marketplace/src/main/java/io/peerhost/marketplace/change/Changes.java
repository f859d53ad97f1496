package io.peerhost.marketplace.change;

import io.peerhost.protocol.identity.Address;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells every instance of this service what a transaction changed, when and only when it commits. */
@ApplicationScoped
public class Changes {
    static final String CHANNEL = "peerhost_marketplace";

    private final EntityManager database;
    private final Clock clock;

    public Changes(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What these agents are to run, or what they are. */
    public void agent(Address agent) {
        tell(new Change.OfAgent(agent, clock.instant()));
    }

    /** What an offer has left, or whether it stands. */
    public void offer(UUID offer) {
        tell(new Change.OfOffer(offer));
    }

    /** A lease that wants its next step. */
    public void lease(String lease) {
        tell(new Change.OfLease(lease));
    }

    /** A transaction of the chain that has ended; within the transaction of {@code connection}. */
    public static void transaction(Connection connection, String key) throws SQLException {
        try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            notify.setString(1, CHANNEL);
            notify.setString(2, new Change.OfTransaction(key).text());
            notify.execute();
        }
    }

    public void agents(Set<String> agents) {
        for (String agent : agents.stream().collect(Collectors.toCollection(TreeSet::new))) agent(new Address(agent));
    }

    private void tell(Change change) {
        database.createNativeQuery("SELECT pg_notify(?, ?)", Object.class)
                .setParameter(1, CHANNEL)
                .setParameter(2, change.text())
                .getSingleResult();
    }
}
