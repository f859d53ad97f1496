package io.peerhost.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.billing.BillingDatabase;
import io.peerhost.billing.lease.Lease;
import io.peerhost.billing.lease.LeaseReader;
import io.peerhost.billing.lease.LeaseTable;
import io.peerhost.billing.rating.Activity;
import io.peerhost.billing.rating.Facts;
import io.peerhost.messaging.Handler;
import io.peerhost.messaging.Incoming;
import io.peerhost.messaging.Transactions;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.identity.Statement;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database merges as the pure core does: the same histories, signed, through the topics' readers. */
class StoredBillTest {
    private static final SigningKey AGENT = SigningKey.of("11".repeat(32));
    private static final SigningKey NORTH = SigningKey.of("22".repeat(32));
    private static final SigningKey SOUTH = SigningKey.of("33".repeat(32));
    private static final SigningKey STRANGER = SigningKey.of("44".repeat(32));

    private static DataSource database;
    private static Transactions transactions;
    private static Map<String, Handler> readers;
    private final Map<Object, Incoming> signed = new HashMap<>();

    @BeforeAll
    static void create() {
        database = BillingDatabase.create("usage");
        transactions = BillingDatabase.transactions(database);
        readers = Map.of(
                LeaseEvent.TOPIC, new LeaseReader(),
                UsageRecord.TOPIC, new UsageReader(Clock.systemUTC()),
                WitnessRecord.TOPIC, new WitnessReader(Set.of(NORTH.address(), SOUTH.address()), Clock.systemUTC()));
    }

    @Test
    void shouldStoreTheFactsOfThePureCoreWhateverTheDelivery() throws SQLException {
        for (int seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            History history = History.random(random, AGENT.address(), NORTH.address(), SOUTH.address());
            List<Object> arriving = history.delivered(random);
            arriving.addAll(history.leaseEvents());
            arriving.add(history.leaseEvents().get(random.nextInt(5)));
            Collections.shuffle(arriving, random);
            deliver(arriving, random);
            Instant end = random.nextBoolean() ? history.end() : history.start().plusSeconds(random.nextInt(700));
            assertThat(stored(history, end)).as("seed %d", seed).isEqualTo(expected(history, arriving, end));
        }
    }

    @Test
    void shouldCountWholeHoursAndTheirEndsWhenALeaseLivesLong() throws SQLException {
        History history = History.random(new Random(99), AGENT.address(), NORTH.address());
        List<Object> records = new ArrayList<>();
        records.add(history.event(1, LeaseStage.ACTIVE, history.start()));
        long first = WitnessRecord.slotOf(history.start());
        for (int slot = -3; slot < 1000; slot++)
            records.add(new WitnessRecord(history.lease(), NORTH.address(), first + slot, slot % 7 != 0, slot + 10));
        records.addAll(
                history.needed().stream().filter(UsageRecord.class::isInstance).toList());
        deliver(records, new Random(1));
        for (int seconds : new int[] {0, 9, 10, 1800, 3600, 7200, 9990}) {
            Instant end = history.start().plusSeconds(seconds);
            Activity activity = new Activity(history.start(), end);
            long up = 0;
            for (int slot = 0; slot < 1000; slot++) if (slot % 7 != 0 && activity.covers(first + slot)) up++;
            assertThat(stored(history, end).slotsUp()).as("%d s", seconds).isEqualTo(up);
        }
    }

    @Test
    void shouldIgnoreWhatIsNotSignedByWhoItSpeaksForAndFlagSecondStories() throws SQLException {
        History history = History.random(new Random(7007), AGENT.address(), NORTH.address());
        List<Object> arriving = new ArrayList<>(history.needed());
        arriving.addAll(history.spare());
        arriving.addAll(history.leaseEvents());
        deliver(arriving, new Random(7007));
        Facts before = stored(history, history.end());
        UsageRecord last = arriving.stream()
                .filter(UsageRecord.class::isInstance)
                .map(UsageRecord.class::cast)
                .reduce((a, b) -> a.sequence() > b.sequence() ? a : b)
                .orElseThrow();
        UsageRecord greedy = new UsageRecord(
                last.lease(), last.provider(), last.sequence() + 5, last.previous(), 1 << 30, 0, 0, 1 << 30, last.at());
        take(UsageRecord.TOPIC, Json.write(Signed.by(STRANGER, greedy)));
        take(UsageRecord.TOPIC, Json.write(new Signed<>(greedy, AGENT.address(), STRANGER.sign(greedy.digest()))));
        take(
                WitnessRecord.TOPIC,
                Json.write(Signed.by(
                        STRANGER, new WitnessRecord(last.lease(), STRANGER.address(), 178_000_000, true, 1L << 40))));
        assertThat(stored(history, history.end())).isEqualTo(before);

        UsageRecord second = new UsageRecord(
                last.lease(), last.provider(), last.sequence(), last.previous(), 1 << 30, 0, 0, 1 << 30, last.at());
        take(UsageRecord.TOPIC, Json.write(Signed.by(AGENT, second)));
        assertThat(stored(history, history.end())).isEqualTo(before);
        try (Connection connection = database.getConnection()) {
            assertThat(Sql.list(
                            connection,
                            "SELECT kind FROM usage_fault WHERE lease = ?",
                            row -> row.getString(1),
                            history.lease()))
                    .containsExactly("FORK");
        }
    }

    @Test
    void shouldFlagARecordThatDoesNotContinueTheOneBeforeWhicheverCameFirst() throws SQLException {
        for (int order = 0; order < 2; order++) {
            History history = History.random(new Random(1000 + order), AGENT.address(), NORTH.address());
            var one = new UsageRecord(
                    history.lease(),
                    AGENT.address(),
                    1,
                    io.peerhost.protocol.identity.Bytes32.ZERO,
                    1,
                    1,
                    1,
                    1,
                    history.start());
            var two =
                    new UsageRecord(history.lease(), AGENT.address(), 2, history.lease(), 2, 2, 2, 2, history.start());
            take(UsageRecord.TOPIC, Json.write(Signed.by(AGENT, order == 0 ? one : two)));
            take(UsageRecord.TOPIC, Json.write(Signed.by(AGENT, order == 0 ? two : one)));
            try (Connection connection = database.getConnection()) {
                assertThat(Sql.list(
                                connection,
                                "SELECT sequence FROM usage_fault WHERE lease = ? AND kind = 'BROKEN_CHAIN'",
                                row -> row.getLong(1),
                                history.lease()))
                        .containsExactly(2L);
            }
        }
    }

    private static Facts expected(History history, List<Object> arriving, Instant end) {
        Evidence evidence = new Evidence();
        for (Object record : arriving) {
            if (record instanceof UsageRecord said) evidence.add(said);
            if (record instanceof WitnessRecord seen) evidence.add(seen);
        }
        return evidence.facts(history.lease(), history.provider(), Activity.until(end, history.start(), history.end()));
    }

    private static Facts stored(History history, Instant end) throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<Lease> leases = LeaseTable.find(connection, List.of(history.lease()));
            return FactsTable.until(connection, leases, end)
                    .getOrDefault(history.lease(), FactsTable.Use.NONE)
                    .facts();
        }
    }

    /** In batches of random sizes, each in a transaction, as the inbox does; some batches a second time, as after a crash. */
    private void deliver(List<Object> records, Random random) throws SQLException {
        Map<String, List<Incoming>> topics = new HashMap<>();
        for (Object record : records) {
            Incoming incoming = signed.computeIfAbsent(record, StoredBillTest::incoming);
            List<Incoming> batch = topics.computeIfAbsent(incoming.topic(), topic -> new ArrayList<>());
            batch.add(incoming);
            if (random.nextInt(20) == 0) flush(batch, random);
        }
        for (List<Incoming> batch : topics.values()) flush(batch, random);
    }

    private static void flush(List<Incoming> batch, Random random) throws SQLException {
        if (batch.isEmpty()) return;
        Handler reader = readers.get(batch.getFirst().topic());
        for (int i = random.nextInt(2); i >= 0; i--) transactions.run(connection -> reader.handle(connection, batch));
        batch.clear();
    }

    private static void take(String topic, String value) throws SQLException {
        Incoming incoming = new Incoming(topic, 0, 0, "", value);
        transactions.run(connection -> readers.get(topic).handle(connection, List.of(incoming)));
    }

    private static Incoming incoming(Object record) {
        return switch (record) {
            case UsageRecord said -> new Incoming(UsageRecord.TOPIC, 0, 0, "", Json.write(Signed.by(AGENT, said)));
            case WitnessRecord seen -> new Incoming(WitnessRecord.TOPIC, 0, 0, "", Json.write(witness(seen)));
            case LeaseEvent event -> new Incoming(LeaseEvent.TOPIC, 0, 0, "", Json.write(event));
            default -> throw new IllegalArgumentException("Not a record: " + record);
        };
    }

    private static Signed<? extends Statement> witness(WitnessRecord seen) {
        return Signed.by(seen.edge().equals(NORTH.address()) ? NORTH : SOUTH, seen);
    }
}
