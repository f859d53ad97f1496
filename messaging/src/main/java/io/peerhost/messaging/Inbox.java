package io.peerhost.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
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
    /** What fails so often alone is put aside: two transactions that met fail once. */
    private static final int TRIES = 3;

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

    /** Of all of them together; -1 while one of them is not known. */
    public static long lag(Collection<Inbox> inboxes) {
        long sum = 0;
        for (Inbox inbox : inboxes) {
            long lag = inbox.lag();
            if (lag < 0) return -1;
            sum += lag;
        }
        return sum;
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
        while (worker.running()) {
            assign(consumer);
            ConsumerRecords<String, String> polled = consumer.poll(POLL);
            for (TopicPartition partition : polled.partitions()) take(partition, polled.records(partition));
            if (!polled.isEmpty()) backoff.succeeded();
            else if (!lock.isValid(5)) throw new SQLException("the connection that holds the reader's lock is gone");
            lag.set(lag(consumer));
        }
    }

    private static long lag(KafkaConsumer<?, ?> consumer) {
        long sum = 0;
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong lag = consumer.currentLag(partition);
            if (lag.isEmpty()) return -1;
            sum += lag.getAsLong();
        }
        return sum;
    }

    /** Takes all partitions there are, those that a topic was given since too: the client knows them some seconds later. */
    private void assign(KafkaConsumer<String, String> consumer) throws SQLException {
        Set<TopicPartition> partitions = new HashSet<>();
        for (String topic : handlers.keySet()) {
            var known = consumer.partitionsFor(topic);
            if (known == null || known.isEmpty()) throw new KafkaException("topic " + topic + " does not exist yet");
            known.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        if (partitions.equals(consumer.assignment())) return;
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
        } catch (SQLException | RuntimeException e) {
            if (!Rejection.isFor(e)) throw e;
            for (Incoming one : incoming) takeAlone(partition, handler, one);
            return;
        }
        handler.committed(incoming);
    }

    private void takeAlone(TopicPartition partition, Handler handler, Incoming one) throws SQLException {
        for (int tried = 1; ; tried++) {
            try {
                effect(partition, handler, List.of(one));
                break;
            } catch (SQLException | RuntimeException e) {
                if (!Rejection.isFor(e)) throw e;
                if (tried < TRIES) continue;
                putAside(partition, one, e);
                return;
            }
        }
        handler.committed(List.of(one));
    }

    private void putAside(TopicPartition partition, Incoming one, Exception reason) throws SQLException {
        LOG.warn("Reader {} puts aside {}-{}@{}", reader, one.topic(), one.partition(), one.offset(), reason);
        transactions.run(connection -> {
            Rejection.keep(connection, reader, one, reason);
            moveOffset(connection, partition, one.offset() + 1);
        });
    }

    private void effect(TopicPartition partition, Handler handler, List<Incoming> records) throws SQLException {
        transactions.run(connection -> {
            handler.handle(connection, records);
            moveOffset(connection, partition, records.getLast().offset() + 1);
        });
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
