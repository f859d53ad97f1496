package io.peerhost.chain.transaction;

import io.peerhost.chain.call.Call;
import io.peerhost.chain.node.Fees;
import io.peerhost.chain.node.Receipt;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The transactions of one sender in its database. Every method works in the caller's database transaction. */
final class Orders {
    private static final String COLUMNS = "id, key, target, data, nonce, gas_limit, tries";
    private final String sender;

    Orders(Address sender) {
        this.sender = sender.hex();
    }

    boolean add(Connection connection, String key, Call call) throws SQLException {
        return update(
                        connection,
                        "insert into chain_transaction (sender, key, target, data) values (?, ?, ?, ?) on conflict do nothing",
                        sender,
                        key,
                        call.to().hex(),
                        call.data())
                == 1;
    }

    Optional<TransactionStatus> status(Connection connection, String key) throws SQLException {
        try (PreparedStatement query = prepare(
                        connection,
                        "select state, hash, block_number, gas_used, reason from chain_transaction where sender = ? and key = ?",
                        sender,
                        key);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(status(row)) : Optional.empty();
        }
    }

    /** How many are not final. */
    long open(Connection connection) throws SQLException {
        try (PreparedStatement query = prepare(
                        connection,
                        "select count(*) from chain_transaction where sender = ? and state in ('queued', 'sent')",
                        sender);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The oldest that wait, in the order in which they came. */
    List<Order> queued(Connection connection, int limit) throws SQLException {
        return list(
                connection,
                "select " + COLUMNS
                        + " from chain_transaction where sender = ? and state = 'queued' order by id limit ?",
                sender,
                limit);
    }

    /** Those sent and not final, in the order of their nonces. */
    List<Order> sent(Connection connection) throws SQLException {
        return list(
                connection,
                "select " + COLUMNS + " from chain_transaction where sender = ? and state = 'sent' order by nonce",
                sender);
    }

    /** Final ones in blocks above one, newest first, 500 at most: where each is believed to be. */
    List<Placed> placedAbove(Connection connection, long block) throws SQLException {
        try (PreparedStatement query = prepare(
                        connection,
                        "select id, block_number, block_hash from chain_transaction where sender = ? and block_number > ?"
                                + " and state in ('mined', 'reverted') order by block_number desc limit 500",
                        sender,
                        block);
                ResultSet row = query.executeQuery()) {
            List<Placed> placed = new ArrayList<>();
            while (row.next()) placed.add(new Placed(row.getLong(1), row.getLong(2), Bytes32.of(row.getString(3))));
            return placed;
        }
    }

    record Placed(long id, long block, Bytes32 blockHash) {}

    void sent(Connection connection, long id, long nonce, long gasLimit) throws SQLException {
        move(
                connection,
                "update chain_transaction set state = 'sent', nonce = ?, gas_limit = ? where id = ? and state = 'queued'",
                nonce,
                gasLimit,
                id);
    }

    /** Adds one of the sender's own, and gives its id. */
    long addGap(Connection connection, String key, Call call) throws SQLException {
        add(connection, key, call);
        try (PreparedStatement query = prepare(
                        connection, "select id from chain_transaction where sender = ? and key = ?", sender, key);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    void attempt(Connection connection, long id, Attempt attempt) throws SQLException {
        update(
                connection,
                "insert into chain_attempt (hash, transaction, raw, max_fee, priority_fee, sent_at) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                attempt.signed().hash().hex(),
                id,
                attempt.signed().raw(),
                new BigDecimal(attempt.fees().highest()),
                new BigDecimal(attempt.fees().tip()),
                attempt.sentAt().atOffset(ZoneOffset.UTC));
    }

    void finish(Connection connection, long id, Receipt receipt, String reason, OffsetDateTime at) throws SQLException {
        move(
                connection,
                "update chain_transaction set state = ?, hash = ?, block_number = ?, block_hash = ?, gas_used = ?, reason = ?,"
                        + " finished_at = ? where id = ? and state = 'sent'",
                receipt.succeeded() ? "mined" : "reverted",
                receipt.hash().hex(),
                receipt.block(),
                receipt.blockHash().hex(),
                receipt.gasUsed(),
                reason,
                at,
                id);
    }

    void refuse(Connection connection, long id, String reason, OffsetDateTime at) throws SQLException {
        move(
                connection,
                "update chain_transaction set state = 'reverted', reason = ?, finished_at = ? where id = ? and state = 'queued'",
                reason,
                at,
                id);
    }

    /** A final one is on its way again: the chain took its block back. */
    void reopen(Connection connection, long id) throws SQLException {
        move(
                connection,
                "update chain_transaction set state = 'sent', hash = null, block_number = null, block_hash = null,"
                        + " gas_used = null, reason = null, finished_at = null where id = ? and state in ('mined', 'reverted')",
                id);
    }

    /** Its nonce went to a transaction that is not ours: it needs another one. */
    void requeue(Connection connection, long id) throws SQLException {
        update(connection, "delete from chain_attempt where transaction = ?", id);
        move(
                connection,
                "update chain_transaction set state = 'queued', nonce = null, gas_limit = null, tries = tries + 1 where id = ? and state = 'sent'",
                id);
    }

    private List<Order> list(Connection connection, String sql, Object... values) throws SQLException {
        List<Order> orders = new ArrayList<>();
        try (PreparedStatement query = prepare(connection, sql, values);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long nonce = row.getLong(5);
                boolean sent = !row.wasNull();
                orders.add(new Order(
                        row.getLong(1),
                        row.getString(2),
                        new Call(Address.of(row.getString(3)), row.getBytes(4)),
                        sent ? nonce : -1,
                        row.getLong(6),
                        row.getInt(7),
                        sent ? attempts(connection, row.getLong(1)) : List.of()));
            }
        }
        return orders;
    }

    private static List<Attempt> attempts(Connection connection, long id) throws SQLException {
        List<Attempt> attempts = new ArrayList<>();
        try (PreparedStatement query = prepare(
                        connection,
                        "select hash, raw, max_fee, priority_fee, sent_at from chain_attempt where transaction = ? order by sent_at",
                        id);
                ResultSet row = query.executeQuery()) {
            while (row.next())
                attempts.add(new Attempt(
                        new SignedTransaction(Bytes32.of(row.getString(1)), row.getBytes(2)),
                        new Fees(
                                row.getBigDecimal(3).toBigIntegerExact(),
                                row.getBigDecimal(4).toBigIntegerExact()),
                        row.getObject(5, OffsetDateTime.class).toInstant()));
        }
        return attempts;
    }

    private static TransactionStatus status(ResultSet row) throws SQLException {
        Optional<Bytes32> hash = Optional.ofNullable(row.getString("hash")).map(Bytes32::of);
        return switch (row.getString("state")) {
            case "mined" ->
                new TransactionStatus.Mined(hash.orElseThrow(), row.getLong("block_number"), row.getLong("gas_used"));
            case "reverted" -> new TransactionStatus.Reverted(row.getString("reason"), hash);
            default -> new TransactionStatus.Pending();
        };
    }

    /** Moves a transaction on; when another process did so meanwhile, nothing of this database transaction counts. */
    private static void move(Connection connection, String sql, Object... values) throws SQLException {
        if (update(connection, sql, values) != 1)
            throw new SQLException("A transaction was moved on by another process meanwhile");
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
        return statement;
    }
}
