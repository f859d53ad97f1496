package io.peerhost.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics and keeps offset and effect in one transaction of the service's database: Kafka is asked from where the
 * database says, never from where Kafka remembers. Of several instances of a reader one reads: whoever holds the database's
 * advisory lock, which a crash sets free at once.
 */
public final class Inbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final DataSource database;
    private final Transactions transactions;
    private final String bootstrap;
    private final String reader;
    private final Map<String, Handler> handlers;
    private final AtomicLong lag = new AtomicLong(-1);
    private final Worker worker;

    /**
     * @param transactions how an effect is committed; what {@code database} gives must be the same database
     * @param reader the name offsets are kept under
     * @param handlers topic to handler
     */
    public Inbox(
            DataSource database,
            Transactions transactions,
            String bootstrap,
            String reader,
            Map<String, Handler> handlers) {
        this.database = database;
        this.transactions = transactions;
        this.bootstrap = bootstrap;
        this.reader = reader;
        this.handlers = Map.copyOf(handlers);
        this.worker = new Worker("inbox-" + reader, this::run);
    }

    public Inbox start() {
        worker.start();
        return this;
    }

    @Override
    public void close() {
        worker.close();
    }

    /** Records not yet taken in; -1 while that is not known (not connected, or another instance reads). */
    public long lag() {
        return lag.get();
    }

    private void run() {
        Backoff backoff = new Backoff();
        while (worker.running()) {
            try (Connection lock = database.getConnection()) {
                if (locked(lock)) readHolding(lock, backoff);
                else backoff.pause();
            } catch (InterruptException | InterruptedException e) {
                if (!worker.running()) return;
            } catch (SQLException | RuntimeException e) {
                if (!worker.running()) return;
                LOG.warn("Reader {} waits: {}", reader, e.getMessage());
                if (!paused(backoff)) return;
            }
        }
    }

    private void readHolding(Connection lock, Backoff backoff) throws SQLException {
        KafkaConsumer<String, String> consumer = Clients.consumer(bootstrap);
        try {
            read(consumer, lock, backoff);
        } finally {
            lag.set(-1);
            Clients.close(consumer);
            unlock(lock);
        }
    }

    private static boolean paused(Backoff backoff) {
        try {
            backoff.pause();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void read(KafkaConsumer<String, String> consumer, Connection lock, Backoff backoff) throws SQLException {
        assign(consumer);
        while (worker.running()) {
            ConsumerRecords<String, String> polled = consumer.poll(POLL);
            for (TopicPartition partition : polled.partitions()) take(partition, polled.records(partition));
            if (!polled.isEmpty()) backoff.succeeded();
            else if (!lock.isValid(5)) throw new SQLException("the connection that holds the reader's lock is gone");
            lag.set(consumer.assignment().stream()
                    .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                    .sum());
        }
    }

    private void assign(KafkaConsumer<String, String> consumer) throws SQLException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : handlers.keySet()) {
            var known = consumer.partitionsFor(topic);
            if (known == null || known.isEmpty()) throw new KafkaException("topic " + topic + " does not exist yet");
            known.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        try (Connection connection = database.getConnection()) {
            for (TopicPartition partition : partitions) {
                long next = nextOffset(connection, partition);
                if (next > 0) consumer.seek(partition, next);
                else consumer.seekToBeginning(List.of(partition));
            }
        }
    }

    private void take(TopicPartition partition, List<ConsumerRecord<String, String>> records) throws SQLException {
        Handler handler = handlers.get(partition.topic());
        List<Incoming> incoming = records.stream()
                .map(r -> new Incoming(r.topic(), r.partition(), r.offset(), r.key(), r.value()))
                .toList();
        try {
            effect(partition, handler, incoming);
        } catch (IllegalArgumentException e) {
            for (Incoming one : incoming) takeAlone(partition, handler, one);
        }
    }

    private void takeAlone(TopicPartition partition, Handler handler, Incoming one) throws SQLException {
        try {
            effect(partition, handler, List.of(one));
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "Reader {} puts aside {}-{}@{}: {}",
                    reader,
                    one.topic(),
                    one.partition(),
                    one.offset(),
                    e.getMessage());
            transactions.run(connection -> {
                reject(connection, one, e.getMessage());
                moveOffset(connection, partition, one.offset() + 1);
            });
        }
    }

    private void effect(TopicPartition partition, Handler handler, List<Incoming> records) throws SQLException {
        transactions.run(connection -> {
            handler.handle(connection, records);
            moveOffset(connection, partition, records.getLast().offset() + 1);
        });
        handler.committed(records);
    }

    private long nextOffset(Connection connection, TopicPartition partition) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT next_offset FROM inbox_offset WHERE reader = ? AND topic = ? AND partition = ?")) {
            select.setString(1, reader);
            select.setString(2, partition.topic());
            select.setInt(3, partition.partition());
            ResultSet row = select.executeQuery();
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private void moveOffset(Connection connection, TopicPartition partition, long next) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO inbox_offset VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (reader, topic, partition) DO UPDATE SET next_offset = EXCLUDED.next_offset")) {
            upsert.setString(1, reader);
            upsert.setString(2, partition.topic());
            upsert.setInt(3, partition.partition());
            upsert.setLong(4, next);
            upsert.executeUpdate();
        }
    }

    private void reject(Connection connection, Incoming one, String reason) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO inbox_rejected (reader, topic, partition, \"offset\", key, value, reason)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, reader);
            insert.setString(2, one.topic());
            insert.setInt(3, one.partition());
            insert.setLong(4, one.offset());
            insert.setString(5, storable(one.key()));
            insert.setString(6, storable(one.value()));
            insert.setString(7, storable(reason == null ? "not understood" : reason));
            insert.executeUpdate();
        }
    }

    /** PostgreSQL's text holds every character but NUL. */
    private static String storable(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    private long lockKey() {
        return 0x7065657200000000L | Integer.toUnsignedLong(reader.hashCode());
    }

    private boolean locked(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, lockKey());
            ResultSet row = lock.executeQuery();
            row.next();
            return row.getBoolean(1);
        }
    }

    private void unlock(Connection connection) throws SQLException {
        if (connection.isClosed()) return;
        try (PreparedStatement unlock = connection.prepareStatement("SELECT pg_advisory_unlock(?)")) {
            unlock.setLong(1, lockKey());
            unlock.execute();
        }
    }
}
