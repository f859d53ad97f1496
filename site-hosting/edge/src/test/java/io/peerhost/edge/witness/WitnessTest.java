package io.peerhost.edge.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.route.Routes;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.metering.CounterFile;
import io.peerhost.protocol.metering.WitnessRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
    private static final Bytes32 LEASE = new Bytes32("0x" + "1".repeat(64));
    private static final Bytes32 OTHER = new Bytes32("0x" + "2".repeat(64));

    @TempDir
    Path folder;

    private final SigningKey key = SigningKey.generate(new SecureRandom());

    /** The edge's memory as it starts, also after it was killed: nothing is closed. */
    private record Memory(Routes routes, EgressLedger egress, Sightings sightings, Witness witness) {}

    private Memory start() throws IOException {
        CounterFile counters = new CounterFile(folder.resolve("counters"));
        EgressLedger egress = new EgressLedger(counters);
        Sightings sightings = new Sightings(counters, Clock.systemUTC());
        Routes routes = new Routes("localhost");
        Witness witness = new Witness(routes, _ -> true, sightings, egress, key, Clock.systemUTC());
        return new Memory(routes, egress, sightings, witness);
    }

    @Test
    void shouldCountOnWhenItWasKilled() throws Exception {
        Memory before = start();
        before.egress().egress(LEASE, 1_500);
        before.egress().egress(OTHER, 1);

        Memory after = start();
        after.egress().egress(LEASE, 1);

        assertThat(after.egress().totals()).containsEntry(LEASE, 1_501L).containsEntry(OTHER, 1L);
    }

    @Test
    void shouldTellOfALeaseThatNoLongerServesAsLongAsItsCountMoves() throws Exception {
        Memory edge = start();
        edge.egress().egress(LEASE, 7);
        List<Signed<WitnessRecord>> records = edge.witness().records(5);
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.holds()).isTrue();
            assertThat(record.statement().egressBytes()).isEqualTo(7);
            assertThat(record.statement().up()).isFalse();
            assertThat(record.statement().slot()).isEqualTo(5);
        });
        assertThat(edge.witness().records(6)).as("until a record is on disk").hasSize(1);
        edge.witness().told(records);
        assertThat(edge.witness().records(7)).isEmpty();
    }

    /** Without the routes a running lease's counter would begin at 0 again, and the seller's bytes be unpaid. */
    @Test
    void shouldForgetWhatItCountedOnceItIsToldAndTheLeaseIsForgottenAndNotBefore() throws Exception {
        Memory edge = start();
        edge.egress().egress(LEASE, 7);
        edge.witness().told(edge.witness().records(5));
        edge.egress().egress(OTHER, 7);

        edge.witness().forget();
        assertThat(edge.egress().totals()).as("the topics are not read yet").containsOnlyKeys(LEASE, OTHER);
        edge.routes().forget(Instant.now());
        edge.witness().forget();

        assertThat(edge.egress().totals()).containsOnlyKeys(OTHER);
    }

    @Test
    void shouldTellWhatWasCountedWhenItWasKilledBeforeItTold() throws Exception {
        start().egress().egress(LEASE, 7);

        assertThat(start().witness().records(6))
                .extracting(record -> record.statement().egressBytes())
                .containsExactly(7L);
    }

    @Test
    void shouldTellOfTheSlotItWasKilledInWhenTheReplicaHadAnswered() throws Exception {
        Memory before = start();
        before.sightings().answered(OTHER, 10);
        before.sightings().answered(LEASE, 12);
        before.egress().egress(LEASE, 3);

        assertThat(start().witness().resumed()).singleElement().satisfies(record -> {
            assertThat(record.holds()).isTrue();
            assertThat(record.statement()).isEqualTo(new WitnessRecord(LEASE, key.address(), 12, true, 3));
        });
    }

    @Test
    void shouldSayUpOfTheSlotsInWhichItAnsweredWhenTheyAreToldOfLater() throws Exception {
        Memory edge = start();
        edge.egress().egress(LEASE, 1);
        edge.sightings().answered(LEASE, 11);
        edge.sightings().answered(LEASE, 13);
        edge.sightings().answered(LEASE, 9);

        assertThat(upIn(edge, 8)).isFalse();
        assertThat(upIn(edge, 9)).isTrue();
        assertThat(upIn(edge, 10)).isFalse();
        assertThat(upIn(edge, 11)).isTrue();
        assertThat(upIn(edge, 12)).isFalse();
        assertThat(upIn(edge, 13)).isTrue();
        edge.sightings().answered(LEASE, 1_000);
        assertThat(upIn(edge, 999)).isFalse();
        assertThat(upIn(edge, 1_000)).isTrue();
    }

    private static boolean upIn(Memory edge, long slot) {
        return edge.witness().records(slot).getFirst().statement().up();
    }

    @Test
    void shouldGiveBatchesBackInOrderAfterARestartUntilTheyAreDone() throws Exception {
        Path spooled = folder.resolve("spool");
        Spool spool = new Spool(spooled, 100);
        spool.add(List.of("a", "b"));
        spool.add(List.of("c"));
        Files.writeString(spooled.resolve("3.part"), "half");
        Spool again = new Spool(spooled, 100);
        Spool.Batch first = again.take();
        assertThat(first.lines()).containsExactly("a", "b");
        assertThat(again.take()).isEqualTo(first);
        again.done(first);
        again.add(List.of("d"));
        assertThat(new Spool(spooled, 100).take().lines()).containsExactly("c");
        assertThat(again.size()).isEqualTo(2);
    }

    @Test
    void shouldDropTheOldestWhenTheSpoolIsFull() throws Exception {
        Spool spool = new Spool(folder.resolve("spool"), 2);
        for (String line : List.of("a", "b", "c")) spool.add(List.of(line));
        assertThat(spool.size()).isEqualTo(2);
        assertThat(spool.take().lines()).containsExactly("b");
    }
}
