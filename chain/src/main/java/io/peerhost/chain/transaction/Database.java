package io.peerhost.chain.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in a database transaction of its own: all of it counts, or nothing. */
final class Database {
    private final DataSource source;

    Database(DataSource source) {
        this.source = source;
    }

    @FunctionalInterface
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    interface Question<T> {
        T on(Connection connection) throws SQLException;
    }

    <T> T read(Question<T> question) throws SQLException {
        return answer(question);
    }

    void write(Work work) throws SQLException {
        answer(connection -> {
            work.on(connection);
            return null;
        });
    }

    <T> T answer(Question<T> question) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T answer = question.on(connection);
                connection.commit();
                return answer;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }
}
