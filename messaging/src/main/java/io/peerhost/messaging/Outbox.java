package io.peerhost.messaging;

import io.peerhost.protocol.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The events a service has yet to send, in its own database. */
public final class Outbox {
    static final String CHANNEL = "peerhost_outbox";

    private Outbox() {}

    /** Adds an event within the caller's transaction; it is sent soon after the commit, and never when there is none. */
    public static void add(Connection connection, String topic, String key, Object event) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO outbox (topic, key, value) VALUES (?, ?, ?)")) {
            insert.setString(1, topic);
            insert.setString(2, key);
            insert.setString(3, Json.write(event));
            insert.executeUpdate();
        }
        try (Statement notify = connection.createStatement()) {
            notify.execute("NOTIFY " + CHANNEL);
        }
    }

    /** How many events wait to be sent. */
    public static long pending(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM outbox")) {
            row.next();
            return row.getLong(1);
        }
    }
}
