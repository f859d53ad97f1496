package io.peerhost.protocol.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CapacityGraphTest {
    private static final Bytes32 SEED = Bytes32.of("0x" + "5a".repeat(32));

    @Property(tries = 60)
    void shouldProveEveryBlockWhateverTheSize(@ForAll @IntRange(min = 1, max = 70) int blocks, @ForAll int any) {
        byte[][] made = make(SEED, blocks);
        CapacityGraph.Tree tree = tree(made);
        int index = Math.floorMod(any, blocks);
        assertThat(tree.prove(SEED, index, i -> made[i]).holds(SEED, tree.root(), blocks))
                .isTrue();
    }

    @Test
    void shouldRefuseWhenTheBlockWasMadeUp() {
        byte[][] made = make(SEED, 16);
        made[7] = new byte[CapacityGraph.BLOCK];
        CapacityGraph.Tree tree = tree(made);
        assertThat(tree.prove(SEED, 7, i -> made[i]).holds(SEED, tree.root(), 16))
                .isFalse();
        assertThat(tree.prove(SEED, 8, i -> made[i]).holds(SEED, tree.root(), 16))
                .isFalse();
    }

    @Test
    void shouldRefuseWhenTheSeedIsAnothers() {
        byte[][] made = make(SEED, 16);
        CapacityGraph.Tree tree = tree(made);
        Bytes32 other = Bytes32.of("0x" + "5b".repeat(32));
        assertThat(tree.prove(SEED, 9, i -> made[i]).holds(other, tree.root(), 16))
                .isFalse();
    }

    @Test
    void shouldRefuseWhenAnotherBlockIsShownThanWasAsked() {
        byte[][] made = make(SEED, 16);
        CapacityGraph.Tree tree = tree(made);
        CapacityGraph.Proof honest = tree.prove(SEED, 9, i -> made[i]);
        var renamed = new CapacityGraph.Opening(
                10, honest.asked().block(), honest.asked().path());
        assertThat(new CapacityGraph.Proof(renamed, honest.previous(), honest.far()).holds(SEED, tree.root(), 16))
                .isFalse();
    }

    @Test
    void shouldRefuseWhenAShallowTreeIsSentForALargeOne() {
        byte[][] made = make(SEED, 2);
        CapacityGraph.Tree tree = tree(made);
        assertThat(tree.prove(SEED, 1, i -> made[i]).holds(SEED, tree.root(), 1024))
                .isFalse();
    }

    @Test
    void shouldRefuseWhenAProofLacksWhatItDependsOn() {
        byte[][] made = make(SEED, 4);
        CapacityGraph.Tree tree = tree(made);
        CapacityGraph.Proof honest = tree.prove(SEED, 3, i -> made[i]);
        assertThat(new CapacityGraph.Proof(honest.asked(), null, null).holds(SEED, tree.root(), 4))
                .isFalse();
    }

    private static byte[][] make(Bytes32 seed, int blocks) {
        byte[][] made = new byte[blocks][];
        for (int i = 0; i < blocks; i++)
            made[i] = CapacityGraph.block(
                    seed, i, i == 0 ? null : made[i - 1], i == 0 ? null : made[CapacityGraph.far(seed, i)]);
        return made;
    }

    private static CapacityGraph.Tree tree(byte[][] made) {
        byte[] leaves = new byte[made.length * 32];
        for (int i = 0; i < made.length; i++) System.arraycopy(CapacityGraph.leaf(made[i]), 0, leaves, i * 32, 32);
        return new CapacityGraph.Tree(leaves);
    }

    @Test
    void shouldKeepItsFirstBlockForEver() {
        byte[] first = CapacityGraph.block(SEED, 0, null, null);
        assertThat(List.of(Hash.ofContent(first), Hash.ofContent(CapacityGraph.block(SEED, 1, first, first))))
                .doesNotHaveDuplicates();
        assertThat(first).hasSize(4096);
    }
}
