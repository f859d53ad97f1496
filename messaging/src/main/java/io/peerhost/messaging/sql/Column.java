package io.peerhost.messaging.sql;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.function.Function;

/**
 * A column of many rows, given as an array.
 *
 * @param type the database's name of the element type
 */
public record Column(String type, Object[] values) {
    /** @param value what stands in each row, of the types that {@link Sql} takes */
    public static <T> Column of(String type, Collection<T> rows, Function<? super T, ?> value) {
        Object[] values = "bytea".equals(type) ? new byte[rows.size()][] : new Object[rows.size()];
        int i = 0;
        for (T row : rows) {
            Object stored = Sql.stored(value.apply(row));
            values[i++] = stored instanceof OffsetDateTime at ? at.toString() : stored;
        }
        return new Column(type, values);
    }

    /** The values themselves. */
    public static Column of(String type, Collection<?> values) {
        return of(type, values, value -> value);
    }
}
