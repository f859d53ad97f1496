package io.peerhost.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.devstack.teststack.TestStack;
import io.peerhost.messaging.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Writer, Kafka, reader: nothing lost, nothing doubled in effect. */
class MessagingTest {
    private final String topic = "test-" + UUID.randomUUID();
    private String kafka;
    private PGSimpleDataSource database;

    @BeforeEach
    void prepare() throws Exception {
        kafka = TestStack.kafka();
        var made = TestStack.database("messaging");
        database = new PGSimpleDataSource();
        database.setUrl(made.jdbcUrl());
        database.setUser(made.user());
        database.setPassword(made.password());
        execute(resource());
        execute("CREATE TABLE effect (value text NOT NULL)");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
    }

    @Test
    void shouldTakeEachEventInOnceWhenWriterAndReaderRun() throws Exception {
        try (OutboxRelay relay = new OutboxRelay(database, kafka).start();
                Inbox inbox = inbox(this::insert).start()) {
            for (int i = 0; i < 50; i++) write("event " + i);
            waitFor(50, () -> count("effect"));
            waitFor(0, inbox::lag);
            waitFor(0, () -> count("outbox"));
            assertThat(relay).isNotNull();
        }
        assertThat(count("(SELECT DISTINCT value FROM effect) AS d")).isEqualTo(50);
    }

    @Test
    void shouldSendNothingWhenTheWriterRollsBack() throws Exception {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            Outbox.add(connection, topic, "key", "never");
            connection.rollback();
        }
        assertThat(Outbox.pending(database)).isZero();
    }

    @Test
    void shouldGoOnWhereTheDatabaseSaysWhenTheReaderIsStartedAnew() throws Exception {
        produce("one", "two");
        try (Inbox inbox = inbox(this::insert).start()) {
            waitFor(2, () -> count("effect"));
            assertThat(inbox).isNotNull();
        }
        produce("three");
        try (Inbox inbox = inbox(this::insert).start()) {
            waitFor(3, () -> count("effect"));
            waitFor(0, inbox::lag);
        }
        assertThat(count("effect")).isEqualTo(3);
    }

    @Test
    void shouldHaveTheEffectOnceWhenATransactionFailsHalfway() throws Exception {
        produce("one", "two", "three");
        AtomicInteger tries = new AtomicInteger();
        Handler failing = (connection, records) -> {
            insert(connection, records);
            if (tries.incrementAndGet() <= 2) throw new SQLException("the disk is full");
        };
        try (Inbox inbox = inbox(failing).start()) {
            waitFor(3, () -> count("effect"));
            waitFor(0, inbox::lag);
        }
        assertThat(count("effect")).isEqualTo(3);
    }

    @Test
    void shouldPutAsideWhatCannotBeUnderstoodAndTakeTheRest() throws Exception {
        produce("one", "poison", "three");
        Handler picky = (connection, records) -> {
            insert(connection, records);
            if (records.stream().anyMatch(record -> record.value().equals("poison")))
                throw new IllegalArgumentException("not understood");
        };
        try (Inbox inbox = inbox(picky).start()) {
            waitFor(2, () -> count("effect"));
            waitFor(0, inbox::lag);
        }
        assertThat(count("effect")).isEqualTo(2);
        assertThat(count("inbox_rejected WHERE reason = 'not understood'")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT '+10000-01-01T00:00Z'::timestamptz", "INSERT INTO effect VALUES (NULL)"})
    void shouldPutAsideWhatTheDatabaseNeverTakesAndTakeTheRest(String statement) throws Exception {
        produce("one", "poison", "three");
        Handler storing = (connection, records) -> {
            insert(connection, records);
            if (records.stream().anyMatch(record -> record.value().equals("poison")))
                Sql.list(connection, statement, row -> row);
        };
        try (Inbox inbox = inbox(storing).start()) {
            waitFor(2, () -> count("effect"));
            waitFor(0, inbox::lag);
        }
        assertThat(count("inbox_rejected WHERE value = 'poison'")).isEqualTo(1);
    }

    @Test
    void shouldPutAsideWhatOurOwnCodeStumblesOverAndTakeTheRest() throws Exception {
        produce("one", "poison", "three");
        Handler mistaken = (connection, records) -> {
            insert(connection, records);
            if (records.stream().anyMatch(record -> record.value().equals("poison")))
                throw new IllegalStateException("a wrapper", new ArithmeticException("long overflow"));
        };
        try (Inbox inbox = inbox(mistaken).start()) {
            waitFor(2, () -> count("effect"));
            waitFor(0, inbox::lag);
        }
        assertThat(count("inbox_rejected WHERE value = 'poison'")).isEqualTo(1);
    }

    @Test
    void shouldReadAPartitionThatTheTopicIsGivenLater() throws Exception {
        try (Inbox inbox = inbox(this::insert).start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            waitFor(0, inbox::lag);
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            produceTo(2, "late");
            waitFor(1, () -> count("effect"));
            waitFor(0, inbox::lag);
        }
    }

    @Test
    void shouldReadInOnePlaceOnlyWhenTwoInstancesRun() throws Exception {
        Inbox first = inbox(this::insert).start();
        try (Inbox second = inbox(this::insert)) {
            waitFor(0, first::lag);
            second.start();
            produce("one", "two");
            waitFor(2, () -> count("effect"));
            first.close();
            produce("three");
            waitFor(3, () -> count("effect"));
            waitFor(0, second::lag);
        } finally {
            first.close();
        }
        assertThat(count("effect")).isEqualTo(3);
    }

    private Inbox inbox(Handler handler) {
        return new Inbox(database, Transactions.of(database), kafka, "reader", Map.of(topic, handler));
    }

    private void insert(Connection connection, List<Incoming> records) throws SQLException {
        try (var statement = connection.prepareStatement("INSERT INTO effect VALUES (?)")) {
            for (Incoming record : records) {
                statement.setString(1, record.value());
                statement.executeUpdate();
            }
        }
    }

    private void write(String event) throws SQLException {
        Transactions.of(database).run(connection -> Outbox.add(connection, topic, event, event));
    }

    private void produce(String... values) throws Exception {
        produceTo(0, values);
    }

    private void produceTo(int partition, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = Clients.producer(kafka)) {
            for (String value : values)
                producer.send(new ProducerRecord<>(topic, partition, "key", value))
                        .get();
        }
    }

    private long count(String from) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource() throws IOException {
        try (InputStream in = MessagingTest.class.getResourceAsStream("/db/messaging/V0_1__messaging.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void waitFor(long expected, LongSupplier what) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (what.getAsLong() != expected && System.nanoTime() < end) Thread.sleep(20);
        assertThat(what.getAsLong()).isEqualTo(expected);
    }
}
