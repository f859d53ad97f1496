package io.peerhost.marketplace.health;

import io.agroal.api.AgroalDataSource;
import io.peerhost.marketplace.agentapi.AgentConnections;
import io.peerhost.marketplace.feed.Messaging;
import io.peerhost.marketplace.order.OfferIndex;
import io.peerhost.marketplace.wallet.Transactions;
import io.peerhost.observability.Figures;
import io.peerhost.observability.Need;
import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Whether this service can work, and the figures that tell how well. */
@ApplicationScoped
public class MarketplaceHealth implements Need, Figures {
    private final AgroalDataSource database;
    private final Messaging messaging;
    private final Transactions transactions;
    private final AgentConnections agents;
    private final OfferIndex offers;

    public MarketplaceHealth(
            AgroalDataSource database,
            Messaging messaging,
            Transactions transactions,
            AgentConnections agents,
            OfferIndex offers) {
        this.database = database;
        this.messaging = messaging;
        this.transactions = transactions;
        this.agents = agents;
        this.offers = offers;
    }

    @Override
    public void require() {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid(2)) throw away("it does not answer");
        } catch (SQLException e) {
            throw away(e.getMessage());
        }
    }

    /**
     * {@code inbox.lag} is -1 while it is not known; {@code agents.push.millis} is how long a change took from being written to
     * being sent to its agent, the median of the last thousand, -1 before the first.
     */
    @Override
    public Map<String, Long> now() {
        Map<String, Long> figures = new TreeMap<>();
        try {
            figures.put("outbox.pending", messaging.pending());
            figures.put("transactions.pending", transactions.pending());
        } catch (SQLException e) {
            throw away(e.getMessage());
        }
        figures.put("inbox.lag", messaging.lag());
        figures.put("agents.connected", (long) agents.count());
        figures.put("agents.push.millis", agents.pushes().millis(0.5));
        figures.put("agents.push.millis.p99", agents.pushes().millis(0.99));
        figures.put("offers.standing", (long) offers.size());
        return figures;
    }

    private static Problem away(String why) {
        return Problem.of(503, "database-away", "The database is away", "PostgreSQL: " + why)
                .with("retryAfterSeconds", 5);
    }
}
