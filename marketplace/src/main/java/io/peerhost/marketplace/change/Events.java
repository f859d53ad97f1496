package io.peerhost.marketplace.change;

import io.agroal.api.AgroalDataSource;
import io.peerhost.messaging.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;

/** Events for Kafka, written in the transaction of what they tell of. */
@ApplicationScoped
public class Events {
    private final AgroalDataSource database;

    public Events(AgroalDataSource database) {
        this.database = database;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void add(String topic, String key, Object event) {
        try (Connection connection = database.getConnection()) {
            Outbox.add(connection, topic, key, event);
        } catch (SQLException e) {
            throw new IllegalStateException("The event of " + topic + " was not kept", e);
        }
    }
}
