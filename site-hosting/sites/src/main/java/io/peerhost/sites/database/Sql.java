package io.peerhost.sites.database;

import io.peerhost.protocol.release.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements with their parameters: the types of JDBC, {@link Hash}, {@link Instant} and whole columns as arrays. */
public final class Sql {
    private Sql() {}

    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private record Column(String type, Object[] values) {}

    public static Object texts(Collection<String> values) {
        return new Column("text", values.toArray());
    }

    public static Object numbers(Collection<Long> values) {
        return new Column("bigint", values.toArray());
    }

    public static Object ids(Collection<UUID> values) {
        return new Column("uuid", values.toArray());
    }

    /** Nulls stay nulls. */
    public static Object hashes(Collection<Hash> values) {
        byte[][] bytes = new byte[values.size()][];
        int i = 0;
        for (Hash hash : values) bytes[i++] = hash == null ? null : hash.bytes();
        return new Column("bytea", bytes);
    }

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

    public static <T> Optional<T> first(Connection connection, String sql, Row<T> row, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
        }
    }

    public static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        return first(connection, sql, row -> row.getLong(1), parameters).orElse(0L);
    }

    public static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            switch (parameter) {
                case Hash hash -> statement.setBytes(i + 1, hash.bytes());
                case Instant at -> statement.setObject(i + 1, at.atOffset(ZoneOffset.UTC));
                case Column column ->
                    statement.setArray(i + 1, connection.createArrayOf(column.type(), column.values()));
                case null, default -> statement.setObject(i + 1, parameter);
            }
        }
        return statement;
    }
}
