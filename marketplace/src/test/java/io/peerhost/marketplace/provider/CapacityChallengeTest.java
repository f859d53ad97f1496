package io.peerhost.marketplace.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.marketplace.stack.Filler;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.capacity.CapacityGraph;
import io.peerhost.protocol.identity.Bytes32;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CapacityChallengeTest {
    private final Random dice = new Random(7);
    private final CapacityChallenge.Filling filling =
            new CapacityChallenge.Filling(Bytes32.random(new SecureRandom()), 1, 1);
    private final Filler filler = new Filler(filling.question());

    @Test
    void shouldProveWhenEveryBlockAskedForIsShown() {
        CapacityChallenge.Showing showing = filling.filled(filler.filled()).ask(16, dice::nextInt);
        assertThat(showing.provenBy(filler.show(showing.question()))).isTrue();
    }

    @Test
    void shouldNotProveWhenAnEasierBlockIsShownInstead() {
        CapacityChallenge.Showing showing = filling.filled(filler.filled()).ask(4, bound -> bound - 1);
        Message.Blocks easier =
                filler.show(new Message.ShowBlocks(filling.seed(), List.of(0, 0, 0, 0), showing.disk()));
        assertThat(showing.provenBy(easier)).isFalse();
    }

    @Test
    void shouldNotProveWhenABlockIsMissingOrNull() {
        CapacityChallenge.Showing showing = filling.filled(filler.filled()).ask(2, dice::nextInt);
        Message.Blocks all = filler.show(showing.question());
        assertThat(showing.provenBy(new Message.Blocks(all.seed(), all.memory().subList(0, 1), all.disk())))
                .isFalse();
        List<CapacityGraph.Proof> holes = new ArrayList<>(all.memory());
        holes.set(1, null);
        assertThat(showing.provenBy(new Message.Blocks(all.seed(), holes, all.disk())))
                .isFalse();
        assertThat(showing.provenBy(new Message.Blocks(all.seed(), null, all.disk())))
                .isFalse();
    }

    @Test
    void shouldNotProveWhenMemoryIsShownInPlaceOfDisk() {
        CapacityChallenge.Showing showing = filling.filled(filler.filled()).ask(2, dice::nextInt);
        Message.Blocks all = filler.show(showing.question());
        assertThat(showing.provenBy(new Message.Blocks(all.seed(), all.memory(), all.memory())))
                .isFalse();
    }

    @Test
    void shouldRefuseTheRootsWhenTheyAnswerAnotherChallenge() {
        Message.CapacityFilled other = new Message.CapacityFilled(
                Bytes32.ZERO, filler.filled().memoryRoot(), filler.filled().diskRoot());
        assertThatThrownBy(() -> filling.filled(other)).isInstanceOf(IllegalArgumentException.class);
    }
}
