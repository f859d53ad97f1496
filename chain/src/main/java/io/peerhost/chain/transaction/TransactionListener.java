package io.peerhost.chain.transaction;

import java.sql.Connection;
import java.sql.SQLException;

/** Hears how transactions end. */
@FunctionalInterface
public interface TransactionListener {
    TransactionListener NONE = (connection, key, status) -> {};

    /**
     * A transaction ended. Called inside the database transaction that records the end, at least once: again when this
     * throws, and again when the chain took the end back (a reorganisation) and it ended anew.
     *
     * @param connection of the sender's database; not to be committed or closed here
     * @param key as it was enqueued
     * @param status {@link TransactionStatus.Mined} or {@link TransactionStatus.Reverted}
     */
    void ended(Connection connection, String key, TransactionStatus status) throws SQLException;
}
