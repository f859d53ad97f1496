package io.peerhost.chain.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MerkleTreeTest {
    @Property(tries = 200)
    void shouldProveEveryLeafWhenAskedOneByOne(@ForAll("leaves") List<Leaf> leaves) {
        MerkleTree tree = MerkleTree.of(leaves);
        assertThat(leaves)
                .allMatch(leaf -> MerkleTree.proves(tree.root(), leaf, tree.proof(leaf.lease())))
                .noneMatch(leaf -> MerkleTree.proves(
                        tree.root(),
                        new Leaf(leaf.lease(), leaf.cumulative().add(BigInteger.ONE)),
                        tree.proof(leaf.lease())));
    }

    @Property(tries = 100)
    void shouldHaveTheSameRootWhenLeavesComeInAnotherOrder(@ForAll("leaves") List<Leaf> leaves) {
        assertThat(MerkleTree.of(leaves.reversed()).root())
                .isEqualTo(MerkleTree.of(leaves).root());
    }

    @Example
    void shouldRefuseWhenALeaseHasTwoLeaves() {
        Bytes32 lease = Bytes32.of("0x" + "7".repeat(64));
        assertThatThrownBy(
                        () -> MerkleTree.of(List.of(new Leaf(lease, BigInteger.ONE), new Leaf(lease, BigInteger.TWO))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two");
    }

    @Provide
    Arbitrary<List<Leaf>> leaves() {
        Arbitrary<Bytes32> leases =
                Arbitraries.bytes().array(byte[].class).ofSize(32).map(Bytes32::of);
        Arbitrary<BigInteger> amounts = Arbitraries.bigIntegers().between(BigInteger.ZERO, BigInteger.TWO.pow(255));
        return leases.flatMap(lease -> amounts.map(amount -> new Leaf(lease, amount)))
                .list()
                .uniqueElements(Leaf::lease)
                .ofMinSize(1)
                .ofMaxSize(70);
    }
}
