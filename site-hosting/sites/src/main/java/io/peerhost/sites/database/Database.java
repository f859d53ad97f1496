package io.peerhost.sites.database;

import io.agroal.api.AgroalDataSource;
import io.peerhost.messaging.Transactions;
import io.peerhost.rest.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Transactions. What Panache does within one is part of it. */
@ApplicationScoped
public class Database implements Transactions {
    /** Connection lost, no resources, asked to end, lock not had in time, deadlock, statement cancelled. */
    private static final Set<String> PASSING = Set.of("08", "53", "57", "55", "40");

    private static final int SECONDS = 60;

    private final AgroalDataSource source;

    Database(AgroalDataSource source) {
        this.source = source;
    }

    @FunctionalInterface
    public interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    /** In a transaction of its own, committed when {@code query} returns, rolled back when it throws. */
    public <T> T call(Query<T> query) {
        try {
            return QuarkusTransaction.requiringNew().timeout(SECONDS).call(() -> {
                try (Connection connection = source.getConnection()) {
                    return query.run(connection);
                }
            });
        } catch (Problem e) {
            throw e;
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    @Override
    public void run(Work work) throws SQLException {
        QuarkusTransaction.requiringNew().timeout(SECONDS).call(() -> {
            try (Connection connection = source.getConnection()) {
                work.run(connection);
                return null;
            }
        });
    }

    public AgroalDataSource source() {
        return source;
    }

    private static RuntimeException translated(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof SQLException sql && passing(sql))
                return Problem.unavailable("The database does not answer in time. Try again.", sql);
        return failure;
    }

    private static boolean passing(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || PASSING.contains(state.substring(0, 2));
    }
}
