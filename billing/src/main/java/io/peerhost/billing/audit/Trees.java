package io.peerhost.billing.audit;

import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.merkle.MerkleTree;
import io.peerhost.rest.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The trees of epochs. Some are kept, since they never change and are asked for in bursts. One is made at a time: whoever asks
 * for many keeps no more than a core busy, and nobody waits who asks for one that is kept.
 */
@Singleton
class Trees {
    /** Of all trees kept: some 30 MiB. */
    private static final int MOST_LEAVES = 50_000;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Where an epoch's leaves are. */
    @FunctionalInterface
    interface Source {
        List<Leaf> of(long epoch) throws SQLException;
    }

    private record Kept(MerkleTree tree, int leaves) {}

    private final Source source;
    private final Semaphore making = new Semaphore(1);
    private final Map<Long, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int leaves;

    @Inject
    Trees(Leaves leaves) {
        this(leaves::all);
    }

    Trees(Source source) {
        this.source = source;
    }

    /** @throws Problem when others are being made for too long */
    MerkleTree of(long epoch) throws SQLException {
        MerkleTree known = known(epoch);
        if (known != null) return known;
        take();
        try {
            MerkleTree meanwhile = known(epoch);
            return meanwhile != null ? meanwhile : made(epoch);
        } finally {
            making.release();
        }
    }

    private void take() {
        try {
            if (making.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Problem.unavailable("Many proofs are asked for at once: ask for this one again in a moment.", null);
    }

    private MerkleTree made(long epoch) throws SQLException {
        List<Leaf> all = source.of(epoch);
        MerkleTree tree = MerkleTree.of(all);
        keep(epoch, new Kept(tree, all.size()));
        return tree;
    }

    private synchronized MerkleTree known(long epoch) {
        Kept found = kept.get(epoch);
        return found == null ? null : found.tree();
    }

    private synchronized void keep(long epoch, Kept made) {
        kept.put(epoch, made);
        leaves += made.leaves();
        for (Iterator<Kept> eldest = kept.values().iterator(); leaves > MOST_LEAVES && kept.size() > 1; ) {
            leaves -= eldest.next().leaves();
            eldest.remove();
        }
    }
}
