package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Over all rows of a table in the order of their keys, page after page, each in a transaction of its own: a table of any size is done in time. */
final class Walk {
    static final Hash BEFORE_BLOBS = Hash.of(new byte[32]);
    static final UUID BEFORE_PACKS = new UUID(0, 0);

    private final Database database;

    Walk(Database database) {
        this.database = database;
    }

    /** Where the page ends that begins behind {@code after}. */
    @FunctionalInterface
    interface Pages<K> {
        Optional<K> next(Connection connection, K after) throws SQLException;
    }

    /** What is done with the rows behind {@code after} up to {@code to}. */
    @FunctionalInterface
    interface Step<K> {
        int run(Connection connection, K after, K to) throws SQLException;
    }

    /** The sum of what each step gives, at least {@code enough} or of all pages. */
    <K> int over(K start, Pages<K> pages, int enough, Step<K> step) {
        int sum = 0;
        K after = start;
        while (sum < enough) {
            K from = after;
            Optional<K> to = database.call(connection -> pages.next(connection, from));
            if (to.isEmpty()) return sum;
            sum += database.call(connection -> step.run(connection, from, to.get()));
            after = to.get();
        }
        return sum;
    }
}
