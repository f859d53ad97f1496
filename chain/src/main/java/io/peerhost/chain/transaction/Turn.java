package io.peerhost.chain.transaction;

import io.peerhost.protocol.identity.Address;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The right to send for an account: an advisory lock in the database, so that of many processes one does. */
final class Turn implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 3;
    private final DataSource source;
    private final Address sender;
    private Connection holding;

    Turn(DataSource source, Address sender) {
        this.source = source;
        this.sender = sender;
    }

    /** Whether it is ours now. */
    boolean take() throws SQLException {
        if (holding != null && holding.isValid(PATIENCE_SECONDS)) return true;
        close();
        Connection connection = source.getConnection();
        try {
            if (lock(connection)) holding = connection;
        } finally {
            if (holding != connection) connection.close();
        }
        return holding != null;
    }

    @Override
    public void close() throws SQLException {
        if (holding == null) return;
        try (Connection ending = holding) {
            holding = null;
            if (ending.isValid(PATIENCE_SECONDS)) ask(ending, "select pg_advisory_unlock(hashtextextended(?, 0))");
        }
    }

    private boolean lock(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        return ask(connection, "select pg_try_advisory_lock(hashtextextended(?, 0))");
    }

    private boolean ask(Connection connection, String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, "chain-sender:" + sender.hex());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
