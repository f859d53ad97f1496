package io.peerhost.messaging.sql;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements with parameters of the protocol's types, and whole columns as {@link Column}: one statement moves a set of
 * rows.
 */
public final class Sql {
    private Sql() {}

    /** Makes a value of the row the cursor is on. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @return rows changed */
    public static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    public static <T> List<T> list(Connection connection, String sql, Row<T> row, Object... parameters)
            throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) found.add(row.read(rows));
        }
        return found;
    }

    /** The first row, if there is any. */
    public static <T> Optional<T> first(Connection connection, String sql, Row<T> row, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
        }
    }

    /** The one number a query gives, 0 for null. */
    public static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        return first(connection, sql, row -> row.getLong(1), parameters).orElse(0L);
    }

    public static Bytes32 bytes32(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : Bytes32.of(bytes);
    }

    public static BigInteger amount(ResultSet row, String column) throws SQLException {
        BigDecimal amount = row.getBigDecimal(column);
        return amount == null ? BigInteger.ZERO : amount.toBigIntegerExact();
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /** For results too large to hold. The caller closes it. */
    public static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof Column column)
                statement.setArray(i + 1, connection.createArrayOf(column.type(), column.values()));
            else statement.setObject(i + 1, stored(parameters[i]));
        }
        return statement;
    }

    static Object stored(Object value) {
        return switch (value) {
            case null -> null;
            case Bytes32 bytes -> bytes.bytes();
            case Hash hash -> hash.bytes();
            case Address address -> address.bytes();
            case BigInteger amount -> new BigDecimal(amount);
            case Instant at -> at.atOffset(ZoneOffset.UTC);
            case Enum<?> name -> name.name();
            default -> value;
        };
    }
}
