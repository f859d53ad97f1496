package io.peerhost.chain.merkle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.chain.call.Call;
import io.peerhost.chain.node.RevertedException;
import io.peerhost.chain.testchain.Anvil;
import io.peerhost.chain.testchain.Peerhost;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract judges random trees and random choices of their leaves: what we build is what OpenZeppelin verifies. */
class MultiProofOnChainTest {
    private static Peerhost peerhost;
    private final Random random = new Random(20260101);

    @BeforeAll
    static void start() throws Exception {
        peerhost = new Peerhost(new Anvil(), Duration.ZERO);
    }

    @AfterAll
    static void stop() {
        peerhost.close();
    }

    @Test
    void shouldAcceptEveryChoiceOfLeavesAndRefuseAnotherAmountWhenTreesAreRandom() {
        for (int epoch = 1; epoch <= 25; epoch++) {
            List<Leaf> leaves = leaves(epoch == 1 ? 1 : 1 + random.nextInt(40));
            MerkleTree tree = MerkleTree.of(leaves);
            peerhost.send(peerhost.calls.postRoot(epoch, tree.root()));
            MultiProof proof = tree.multiProof(choice(leaves));
            assertThatCode(claim(epoch, proof)::run).as("epoch %d", epoch).doesNotThrowAnyException();
            assertThatThrownBy(claim(epoch, forged(proof))::run)
                    .as("epoch %d", epoch)
                    .isInstanceOf(RevertedException.class)
                    .hasMessage("WrongProof(%d)", epoch);
        }
    }

    private Runnable claim(int epoch, MultiProof proof) {
        Call call = peerhost.calls.claimMany(epoch, proof);
        return () -> peerhost.chain.node().estimateGas(peerhost.operator.address(), call.to(), call.data());
    }

    private List<Leaf> leaves(int count) {
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] lease = new byte[32];
            random.nextBytes(lease);
            leaves.add(new Leaf(Bytes32.of(lease), new BigInteger(90, random)));
        }
        return leaves;
    }

    private List<Bytes32> choice(List<Leaf> leaves) {
        List<Bytes32> leases = new ArrayList<>(leaves.stream().map(Leaf::lease).toList());
        Collections.shuffle(leases, random);
        return leases.subList(0, 1 + random.nextInt(leases.size()));
    }

    private static MultiProof forged(MultiProof proof) {
        List<Leaf> leaves = new ArrayList<>(proof.leaves());
        Leaf first = leaves.getFirst();
        leaves.set(0, new Leaf(first.lease(), first.cumulative().add(BigInteger.ONE)));
        return new MultiProof(leaves, proof.proof(), proof.flags());
    }
}
