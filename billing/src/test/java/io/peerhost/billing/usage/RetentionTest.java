package io.peerhost.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.billing.BillingDatabase;
import io.peerhost.billing.lease.LeaseReader;
import io.peerhost.billing.lease.LeaseTable;
import io.peerhost.billing.rating.Facts;
import io.peerhost.messaging.Incoming;
import io.peerhost.messaging.Transactions;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bills are the same whether old evidence was folded or not, and whatever comes again afterwards. */
class RetentionTest {
    private static final SigningKey AGENT = SigningKey.of("11".repeat(32));
    private static final SigningKey NORTH = SigningKey.of("22".repeat(32));
    private static final int SLOTS = 2000;

    private static DataSource database;
    private static Transactions transactions;
    private static Retention retention;

    @BeforeAll
    static void create() {
        database = BillingDatabase.create("retention");
        transactions = BillingDatabase.transactions(database);
        retention = new Retention(transactions);
    }

    @Test
    void shouldLeaveTheBillAsItWasWhateverIsFoldedAndComesAgain() throws SQLException {
        for (int seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            History history = History.random(random, AGENT.address(), NORTH.address());
            Instant ended = random.nextBoolean() ? history.start().plusSeconds(random.nextInt(10 * SLOTS)) : null;
            List<Object> records = records(random, history);
            lease(history, ended);
            take(records);
            Instant horizon = history.start().plusSeconds(random.nextInt(10 * SLOTS));
            List<Instant> ends = new ArrayList<>();
            for (int i = 0; i < 10; i++) ends.add(horizon.plusSeconds(random.nextInt(10 * SLOTS)));
            List<Facts> before = facts(history, ends);

            billedUntil(horizon);
            retention.fold(horizon.plus(Duration.ofDays(1)));
            assertThat(facts(history, ends)).as("seed %d", seed).isEqualTo(before);
            Collections.shuffle(records, random);
            take(records);
            assertThat(facts(history, ends)).as("seed %d, all again", seed).isEqualTo(before);
            forgetHorizon();
        }
    }

    @Test
    void shouldKeepOnlyTheEndsOfALeaseWhenAllOfItIsOld() throws SQLException {
        History history = History.random(new Random(77), AGENT.address(), NORTH.address());
        Instant ended = history.start().plusSeconds(10 * SLOTS);
        lease(history, ended);
        take(records(new Random(77), history));
        billedUntil(ended.plus(Duration.ofDays(1)));
        retention.fold(ended.plus(Duration.ofDays(1)));
        assertThat(rows("witness_slot", history)).isPositive().isLessThanOrEqualTo(720);
        assertThat(rows("usage_claim", history)).isEqualTo(1);
        forgetHorizon();
    }

    @Test
    void shouldFoldNothingWhenNothingIsBilledYet() throws SQLException {
        History history = History.random(new Random(78), AGENT.address(), NORTH.address());
        lease(history, null);
        take(records(new Random(78), history));
        long slots = rows("witness_slot", history);
        billedUntil(Instant.EPOCH);
        retention.fold(history.start().plus(Duration.ofDays(30)));
        assertThat(rows("witness_slot", history)).isEqualTo(slots);
    }

    private static List<Object> records(Random random, History history) {
        List<Object> records = new ArrayList<>();
        long first = WitnessRecord.slotOf(history.start());
        for (int slot = -5; slot < SLOTS; slot++)
            records.add(new WitnessRecord(
                    history.lease(), NORTH.address(), first + slot, random.nextInt(8) > 0, slot + 10L));
        history.needed().stream().filter(UsageRecord.class::isInstance).forEach(records::add);
        history.spare().stream().filter(UsageRecord.class::isInstance).forEach(records::add);
        return records;
    }

    private static void lease(History history, Instant ended) throws SQLException {
        take(new LeaseReader(), history.event(1, LeaseStage.ACTIVE, history.start()));
        if (ended != null) take(new LeaseReader(), history.event(2, LeaseStage.CLOSING, ended));
    }

    private static void take(io.peerhost.messaging.Handler reader, LeaseEvent event) throws SQLException {
        Incoming incoming = new Incoming(LeaseEvent.TOPIC, 0, 0, "", Json.write(event));
        transactions.run(connection -> reader.handle(connection, List.of(incoming)));
    }

    private static void take(List<Object> records) throws SQLException {
        Evidence evidence = new Evidence();
        for (Object record : records)
            if (record instanceof UsageRecord said) evidence.add(said);
            else evidence.add((WitnessRecord) record);
        transactions.run(connection -> EvidenceTable.merge(connection, evidence, Instant.now()));
    }

    private static List<Facts> facts(History history, List<Instant> ends) throws SQLException {
        List<Facts> facts = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            for (Instant end : ends)
                facts.add(FactsTable.until(connection, LeaseTable.find(connection, List.of(history.lease())), end)
                        .get(history.lease())
                        .facts());
        }
        return facts;
    }

    private static void billedUntil(Instant at) throws SQLException {
        transactions.run(connection -> {
            Sql.update(connection, "DELETE FROM billed_until");
            Sql.update(connection, "INSERT INTO billed_until (at) VALUES (?)", at);
        });
    }

    /** The histories of all seeds are of the same morning. */
    private static void forgetHorizon() throws SQLException {
        transactions.run(connection -> Sql.update(connection, "UPDATE evidence_horizon SET slot = 0"));
    }

    private static long rows(String table, History history) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.number(connection, "SELECT count(*) FROM " + table + " WHERE lease = ?", history.lease());
        }
    }
}
