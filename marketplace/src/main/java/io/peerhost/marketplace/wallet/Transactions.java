package io.peerhost.marketplace.wallet;

import io.agroal.api.AgroalDataSource;
import io.peerhost.chain.call.Call;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.chain.transaction.TransactionStatus;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Transactions of the chain, asked for in the database transaction of what wants them. */
@ApplicationScoped
public class Transactions {
    private final AgroalDataSource database;
    private final TransactionSender sender;

    public Transactions(AgroalDataSource database, TransactionSender sender) {
        this.database = database;
        this.sender = sender;
    }

    /** @param key names it: the same again changes nothing */
    @Transactional(Transactional.TxType.MANDATORY)
    public void enqueue(String key, Call call) {
        try (Connection connection = database.getConnection()) {
            sender.enqueue(connection, key, call);
            sender.nudge();
        } catch (SQLException e) {
            throw new IllegalStateException("The transaction " + key + " was not kept", e);
        }
    }

    /** Empty when there is none of that name. */
    public Optional<TransactionStatus> status(String key) {
        return QuarkusTransaction.suspendingExisting().call(() -> {
            try {
                return sender.status(key);
            } catch (SQLException e) {
                throw new IllegalStateException("The state of transaction " + key + " is not known", e);
            }
        });
    }

    public long pending() throws SQLException {
        return sender.pending();
    }
}
