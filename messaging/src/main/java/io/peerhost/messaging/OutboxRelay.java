package io.peerhost.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what stands in the outbox, in its order, at least once, and removes what Kafka has acknowledged. Woken by the commit
 * itself. Of several instances of a service one sends: whoever holds the database's advisory lock.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final long LOCK = 0x706565726f757462L;
    private static final int BATCH = 500;
    private static final int WAKE_MILLIS = 500;

    private final DataSource database;
    private final String bootstrap;
    private final Worker worker;

    public OutboxRelay(DataSource database, String bootstrap) {
        this.database = database;
        this.bootstrap = bootstrap;
        this.worker = new Worker("outbox-relay", this::run);
    }

    public OutboxRelay start() {
        worker.start();
        return this;
    }

    /** Ends the thread; what is not yet sent stays in the outbox. */
    @Override
    public void close() {
        worker.close();
    }

    private void run() {
        Backoff backoff = new Backoff();
        try {
            while (worker.running()) {
                try {
                    relay(backoff);
                } catch (SQLException | ExecutionException | RuntimeException e) {
                    if (!worker.running()) return;
                    LOG.warn("The outbox waits: {}", e.getMessage());
                    backoff.pause();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The relay ends");
        }
    }

    private void relay(Backoff backoff) throws SQLException, ExecutionException, InterruptedException {
        try (Connection connection = database.getConnection()) {
            if (!lock(connection)) {
                backoff.pause();
                return;
            }
            KafkaProducer<String, String> producer = Clients.producer(bootstrap);
            try {
                relay(connection, producer, backoff);
            } finally {
                Clients.close(producer);
                unlock(connection);
            }
        }
    }

    private void relay(Connection connection, KafkaProducer<String, String> producer, Backoff backoff)
            throws SQLException, ExecutionException, InterruptedException {
        try (Statement listen = connection.createStatement()) {
            listen.execute("LISTEN " + Outbox.CHANNEL);
        }
        PGConnection notifications = connection.unwrap(PGConnection.class);
        while (worker.running()) {
            int sent = send(connection, producer);
            if (sent > 0) backoff.succeeded();
            if (sent < BATCH) notifications.getNotifications(WAKE_MILLIS);
        }
    }

    private static int send(Connection connection, KafkaProducer<String, String> producer)
            throws SQLException, ExecutionException, InterruptedException {
        List<Long> ids = new ArrayList<>();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, topic, key, value FROM outbox ORDER BY id LIMIT " + BATCH)) {
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                ids.add(rows.getLong(1));
                sent.add(producer.send(new ProducerRecord<>(rows.getString(2), rows.getString(3), rows.getString(4))));
            }
        }
        if (ids.isEmpty()) return 0;
        for (Future<RecordMetadata> one : sent) one.get();
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            delete.executeUpdate();
        }
        return ids.size();
    }

    private static boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, LOCK);
            ResultSet row = lock.executeQuery();
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void unlock(Connection connection) throws SQLException {
        if (connection.isClosed()) return;
        try (Statement statement = connection.createStatement()) {
            statement.execute("UNLISTEN *");
            statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
        }
    }
}
