package io.peerhost.edge.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.route.Routes;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
    private static final Bytes32 LEASE = new Bytes32("0x" + "1".repeat(64));
    private static final Bytes32 OTHER = new Bytes32("0x" + "2".repeat(64));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("egress.txt");
    }

    @Test
    void shouldCountOnAfterACrash() throws Exception {
        EgressLedger before = new EgressLedger(file);
        before.egress(LEASE, 1_000);
        before.egress(OTHER, 1);
        before.save();
        before.egress(LEASE, 500);
        before.save();
        // Killed here: the last line may be half written.
        Files.writeString(file, LEASE + " 99", StandardOpenOption.APPEND);
        EgressLedger after = new EgressLedger(file);
        after.egress(LEASE, 1);
        assertThat(after.total(LEASE)).isEqualTo(1_501);
        assertThat(after.total(OTHER)).isEqualTo(1);
        after.close();
        assertThat(new EgressLedger(file).total(LEASE)).isEqualTo(1_501);
    }

    @Test
    void shouldTellOfALeaseThatNoLongerServesAsLongAsItsCountMoves() throws Exception {
        EgressLedger egress = new EgressLedger(file);
        SigningKey key = SigningKey.generate(new SecureRandom());
        Witness witness =
                new Witness(new Routes("localhost"), _ -> true, new Sightings(Clock.systemUTC()), egress, key);
        egress.egress(LEASE, 7);
        assertThat(witness.records(5)).singleElement().satisfies(record -> {
            assertThat(record.holds()).isTrue();
            assertThat(record.statement().egressBytes()).isEqualTo(7);
            assertThat(record.statement().up()).isFalse();
            assertThat(record.statement().slot()).isEqualTo(5);
        });
        assertThat(witness.records(6)).isEmpty();
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
