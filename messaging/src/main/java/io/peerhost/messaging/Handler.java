package io.peerhost.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a service does with a topic's records. */
@FunctionalInterface
public interface Handler {
    /**
     * The effect of some records, in their order, within the transaction that also moves the offset. May be called again with
     * the same ones when the transaction did not commit.
     *
     * @throws IllegalArgumentException when a record can never be understood: the records are then tried one by one, and
     *     that one is put aside in {@code inbox_rejected}. So is one whose values the database refuses, or that our own code
     *     stumbles over. Any other failure is tried again until it passes.
     */
    void handle(Connection connection, List<Incoming> records) throws SQLException;

    /** After the commit: for what lives in memory. Must not fail. */
    default void committed(List<Incoming> records) {}
}
