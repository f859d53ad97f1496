package io.peerhost.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.agent.Message.ProveCapacity;
import io.peerhost.protocol.capacity.CapacityGraph;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityProverTest {
    private static final Message.Inventory OFFERED =
            new Message.Inventory(1, 64, 64, "x86_64", "6", "Linux", false, "none", 1, 1);

    private final BlockingQueue<Message.Up> said = new LinkedBlockingQueue<>();
    private final Bytes32 seed = Bytes32.random(new SecureRandom());

    @TempDir
    Path folder;

    private <T extends Message.Up> T next(Class<T> type) throws InterruptedException {
        return type.cast(said.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void shouldSatisfyThePortalsCheckWhenBlocksAreAsked() throws Exception {
        try (CapacityProver prover = new CapacityProver(folder, Duration.ofMinutes(1))) {
            prover.prove(new ProveCapacity(seed, 1, 2), OFFERED, said::add);
            Message.CapacityFilled filled = next(Message.CapacityFilled.class);
            assertThat(Files.size(folder.resolve("capacity"))).isEqualTo(2 << 20);

            prover.show(new Message.ShowBlocks(seed, List.of(0, 1, 2, 255), List.of(0, 17, 511)), said::add);

            Message.Blocks blocks = Json.read(Json.write(next(Message.Blocks.class)), Message.Blocks.class);
            assertThat(blocks.memory())
                    .hasSize(4)
                    .allMatch(proof -> proof.holds(
                            ProveCapacity.memorySeed(seed), filled.memoryRoot(), CapacityGraph.blocksIn(1)));
            assertThat(blocks.disk())
                    .hasSize(3)
                    .allMatch(proof ->
                            proof.holds(ProveCapacity.diskSeed(seed), filled.diskRoot(), CapacityGraph.blocksIn(2)));
            assertThat(blocks.disk()).extracting(proof -> proof.asked().index()).containsExactly(0, 17, 511);
        }
    }

    @Test
    void shouldFitOneMessageWhenTheMostBlocksAreAsked() throws Exception {
        try (CapacityProver prover = new CapacityProver(folder, Duration.ofMinutes(1))) {
            prover.prove(new ProveCapacity(seed, 1, 1), OFFERED, said::add);
            next(Message.CapacityFilled.class);
            List<Integer> sixteen =
                    java.util.stream.IntStream.range(200, 216).boxed().toList();

            prover.show(new Message.ShowBlocks(seed, sixteen, sixteen), said::add);

            assertThat(Json.write(next(Message.Blocks.class)).length()).isLessThan(Message.LONGEST);
        }
    }

    @Test
    void shouldAnswerOnlyTheNewestWhenAChallengeReplacesAnother() throws Exception {
        Bytes32 other = Bytes32.random(new SecureRandom());
        try (CapacityProver prover = new CapacityProver(folder, Duration.ofMinutes(1))) {
            prover.prove(new ProveCapacity(other, 64, 64), OFFERED, said::add);
            prover.prove(new ProveCapacity(seed, 1, 1), OFFERED, said::add);

            assertThat(next(Message.CapacityFilled.class).seed()).isEqualTo(seed);

            prover.show(new Message.ShowBlocks(other, List.of(1), List.of()), said::add);
            prover.show(new Message.ShowBlocks(seed, List.of(1), List.of()), said::add);
            assertThat(next(Message.Blocks.class).seed()).isEqualTo(seed);
        }
    }

    @Test
    void shouldGiveTheSpaceBackWhenNobodyAsksAnyMore() throws Exception {
        try (CapacityProver prover = new CapacityProver(folder, Duration.ofMillis(10))) {
            prover.prove(new ProveCapacity(seed, 1, 1), OFFERED, said::add);
            next(Message.CapacityFilled.class);

            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (Files.exists(folder.resolve("capacity"))) {
                assertThat(System.nanoTime()).as("freed within 60 s").isLessThan(end);
                Thread.sleep(10);
            }
        }
    }

    @Test
    void shouldFillNothingWhenMoreIsAskedThanOffered() throws Exception {
        try (CapacityProver prover = new CapacityProver(folder, Duration.ofMinutes(1))) {
            prover.prove(new ProveCapacity(seed, 65, 1), OFFERED, said::add);
            prover.prove(new ProveCapacity(seed, 1, 1), OFFERED, said::add);

            next(Message.CapacityFilled.class);
            assertThat(Files.size(folder.resolve("capacity"))).isEqualTo(1 << 20);
            assertThat(said).isEmpty();
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenAnEarlierRunWasKilled() throws Exception {
        Files.write(folder.resolve("capacity"), new byte[4096]);

        new CapacityProver(folder, Duration.ofMinutes(1)).close();

        assertThat(folder.resolve("capacity")).doesNotExist();
    }
}
