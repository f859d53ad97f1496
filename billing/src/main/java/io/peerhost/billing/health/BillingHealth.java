package io.peerhost.billing.health;

import io.peerhost.billing.service.Readers;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.messaging.Outbox;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.observability.Figures;
import io.peerhost.observability.Need;
import io.peerhost.rest.problem.Problem;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Whether billing can work, and how it does. */
@Singleton
public class BillingHealth implements Need, Figures {
    private final DataSource database;
    private final Readers readers;
    private final TransactionSender sender;

    BillingHealth(DataSource database, Readers readers, TransactionSender sender) {
        this.database = database;
        this.readers = readers;
        this.sender = sender;
    }

    @Override
    public void require() {
        try (Connection connection = database.getConnection()) {
            Sql.number(connection, "SELECT 1");
        } catch (SQLException e) {
            throw away(e);
        }
    }

    @Override
    public Map<String, Long> now() {
        Map<String, Long> figures = new TreeMap<>();
        figures.put("inbox.lag", readers.lag());
        figures.put("usage.refused", readers.refused());
        try (Connection connection = database.getConnection()) {
            figures.put("outbox.pending", Outbox.pending(database));
            figures.put("chain.pending", sender.pending());
            figures.put("inbox.rejected", Sql.number(connection, "SELECT count(*) FROM inbox_rejected"));
            figures.put("usage.faults", Sql.number(connection, "SELECT count(*) FROM usage_fault"));
            figures.put("epochs.closed", Sql.number(connection, "SELECT max(number) FROM epoch"));
            figures.put(
                    "epochs.open",
                    Sql.number(connection, "SELECT count(*) FROM epoch WHERE stage IN ('CLOSED', 'POSTED')"));
        } catch (SQLException e) {
            throw away(e);
        }
        return figures;
    }

    private static Problem away(SQLException failure) {
        return Problem.unavailable("The database does not answer: " + failure.getMessage(), failure);
    }
}
