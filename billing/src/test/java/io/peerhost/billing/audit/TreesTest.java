package io.peerhost.billing.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.merkle.MerkleTree;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TreesTest {
    private static final List<Leaf> LEAVES = List.of(new Leaf(Bytes32.of("0x" + "01".repeat(32)), BigInteger.TEN));

    @Test
    @Timeout(60)
    void shouldGiveAKeptTreeWhileAnotherIsMade() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Trees trees = new Trees(epoch -> {
            if (epoch == 2) wait(begun, goOn);
            return LEAVES;
        });
        MerkleTree first = trees.of(1);
        try (ExecutorService others = Executors.newSingleThreadExecutor()) {
            Future<MerkleTree> second = others.submit(() -> trees.of(2));
            begun.await();
            assertThat(trees.of(1)).isSameAs(first);
            goOn.countDown();
            assertThat(second.get(30, TimeUnit.SECONDS).root()).isEqualTo(first.root());
        }
    }

    @Test
    void shouldMakeSmallTreesOnceHoweverManyAreAskedFor() throws Exception {
        List<Long> made = new ArrayList<>();
        Trees trees = new Trees(epoch -> {
            made.add(epoch);
            return LEAVES;
        });
        for (int round = 0; round < 3; round++) for (long epoch = 1; epoch <= 9; epoch++) trees.of(epoch);
        assertThat(made).hasSize(9);
    }

    private static void wait(CountDownLatch begun, CountDownLatch goOn) {
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
