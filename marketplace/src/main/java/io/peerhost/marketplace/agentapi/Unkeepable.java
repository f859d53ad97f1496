package io.peerhost.marketplace.agentapi;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.Set;

/** Tells what is wrong with a report itself from what another time will not meet, as a database that is away. */
final class Unkeepable {
    /** SQLSTATE's classes of values that do not fit, and of rules they break. */
    private static final Set<String> OF_VALUES = Set.of("22", "23");

    private Unkeepable() {}

    static boolean is(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql)
                return sql.getSQLState() != null
                        && OF_VALUES.contains(sql.getSQLState().substring(0, 2));
            if (cause.getCause() == null)
                return cause instanceof DateTimeException
                        || cause instanceof ArithmeticException
                        || cause instanceof IllegalArgumentException
                        || cause instanceof NullPointerException;
        }
        return false;
    }
}
