package io.peerhost.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.NoSuchElementException;

/** Which records no number of tries gets in, and where they are kept for people. */
final class Rejection {
    private Rejection() {}

    /**
     * Whether a failure is the record's own: it is not understood, its values are none that the database takes (SQLSTATE 22 and
     * 23), or our code has a mistake that it meets. All else, a database or a chain that is away, passes.
     */
    static boolean isFor(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) return isOfValues(sql.getSQLState());
            if (isOfCode(cause)) return true;
        }
        return false;
    }

    private static boolean isOfValues(String state) {
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private static boolean isOfCode(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof NullPointerException
                || failure instanceof ArithmeticException
                || failure instanceof ClassCastException
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof NoSuchElementException
                || failure instanceof DateTimeException;
    }

    static void keep(Connection connection, String reader, Incoming one, Exception reason) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO inbox_rejected (reader, topic, partition, \"offset\", key, value, reason)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, reader);
            insert.setString(2, one.topic());
            insert.setInt(3, one.partition());
            insert.setLong(4, one.offset());
            insert.setString(5, storable(one.key()));
            insert.setString(6, storable(one.value()));
            insert.setString(7, storable(reason.getMessage() == null ? reason.toString() : reason.getMessage()));
            insert.executeUpdate();
        }
    }

    /** PostgreSQL's text holds every character but NUL. */
    private static String storable(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }
}
