package io.peerhost.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in a transaction of its own: committed when it returns, rolled back when it throws. */
@FunctionalInterface
public interface Transactions {
    @FunctionalInterface
    interface Work {
        void run(Connection connection) throws SQLException;
    }

    void run(Work work) throws SQLException;

    /** Plain JDBC; a service with a transaction manager gives its own. */
    static Transactions of(DataSource database) {
        return work -> {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    work.run(connection);
                    connection.commit();
                } catch (SQLException | RuntimeException | Error e) {
                    connection.rollback();
                    throw e;
                } finally {
                    connection.setAutoCommit(true);
                }
            }
        };
    }
}
