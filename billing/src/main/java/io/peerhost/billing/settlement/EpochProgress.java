package io.peerhost.billing.settlement;

import io.peerhost.chain.call.Calls;
import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.merkle.MerkleTree;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.chain.transaction.TransactionStatus;
import io.peerhost.chain.transaction.TransactionStatus.Mined;
import io.peerhost.chain.transaction.TransactionStatus.Reverted;
import io.peerhost.messaging.Transactions;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.settlement.SettlementEvent.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves closed epochs on: root mined, then claims asked for in batches, then claims mined. Each step reads where things stand
 * and is one transaction, so a crash between any two goes on and two instances do it once.
 */
final class EpochProgress {
    private static final Logger LOG = LoggerFactory.getLogger(EpochProgress.class);
    /** A claim the chain refused is tried so often; after that the next epoch, which names the same leases, claims it. */
    private static final int ATTEMPTS = 5;

    private final DataSource database;
    private final Transactions transactions;
    private final Chain chain;
    private final Calls calls;
    private final TransactionSender sender;
    private final Clock clock;
    private final int batchSize;

    EpochProgress(
            DataSource database,
            Transactions transactions,
            Chain chain,
            Calls calls,
            TransactionSender sender,
            Clock clock,
            int batchSize) {
        this.database = database;
        this.transactions = transactions;
        this.chain = chain;
        this.calls = calls;
        this.sender = sender;
        this.clock = clock;
        this.batchSize = batchSize;
    }

    void advance() throws SQLException {
        List<Epoch> underWay;
        try (Connection connection = database.getConnection()) {
            underWay = EpochTable.underWay(connection);
        }
        for (Epoch epoch : underWay)
            if (epoch.stage() == Stage.CLOSED) post(epoch);
            else claim(epoch);
    }

    private void post(Epoch epoch) throws SQLException {
        TransactionStatus status = sender.status(epoch.postKey()).orElse(null);
        if (status instanceof Reverted reverted) abandon(epoch, "root " + epoch.root(), reverted);
        if (!(status instanceof Mined mined)) return;
        transactions.run(connection -> {
            if (EpochTable.posted(connection, epoch, mined.hash(), clock.instant()))
                Announcement.add(
                        connection,
                        epoch,
                        Stage.POSTED,
                        mined.hash(),
                        EpochTable.leaves(connection, epoch.number()),
                        clock.instant());
        });
        LOG.info("Epoch {}: root {} is on chain in {}", epoch.number(), epoch.root(), mined.hash());
    }

    private void claim(Epoch epoch) throws SQLException {
        List<ClaimTable.Batch> batches;
        try (Connection connection = database.getConnection()) {
            batches = ClaimTable.of(connection, epoch.number());
        }
        if (batches.isEmpty()) ask(epoch);
        else follow(epoch, batches);
    }

    private void ask(Epoch epoch) throws SQLException {
        boolean active = chain.epoch(epoch.number())
                .filter(root -> root.isOf(epoch.root())
                        && !root.activeAt().isAfter(chain.node().time()))
                .isPresent();
        if (!active) return;
        transactions.run(connection -> {
            List<Leaf> leaves = EpochTable.leaves(connection, epoch.number());
            MerkleTree tree = MerkleTree.of(leaves);
            for (int batch = 0; batch * batchSize < leaves.size(); batch++)
                if (ClaimTable.begin(connection, epoch.number(), batch))
                    enqueue(connection, epoch, tree, leaves, batch, 1);
        });
        sender.nudge();
    }

    private void follow(Epoch epoch, List<ClaimTable.Batch> batches) throws SQLException {
        boolean all = true;
        Bytes32 last = null;
        for (ClaimTable.Batch batch : batches) {
            Bytes32 hash = batch.done() ? batch.hash() : mined(epoch, batch);
            all &= hash != null;
            last = hash == null ? last : hash;
        }
        if (!all) return;
        Bytes32 transaction = last;
        transactions.run(connection -> {
            if (EpochTable.claimed(connection, epoch, clock.instant()))
                Announcement.add(
                        connection,
                        epoch,
                        Stage.CLAIMED,
                        transaction,
                        EpochTable.leaves(connection, epoch.number()),
                        clock.instant());
        });
        LOG.info("Epoch {}: claimed for its sellers, last in {}", epoch.number(), transaction);
    }

    /** The hash when the batch is in the chain now, else null. */
    private Bytes32 mined(Epoch epoch, ClaimTable.Batch batch) throws SQLException {
        TransactionStatus status =
                sender.status(epoch.claimKey(batch.number(), batch.attempt())).orElse(null);
        if (status instanceof Mined mined) {
            transactions.run(connection -> ClaimTable.done(connection, epoch.number(), batch, mined.hash()));
            return mined.hash();
        }
        if (status instanceof Reverted reverted) retry(epoch, batch, reverted);
        return null;
    }

    private void retry(Epoch epoch, ClaimTable.Batch batch, Reverted reverted) throws SQLException {
        if (batch.attempt() >= ATTEMPTS) {
            abandon(epoch, "claim " + batch.number(), reverted);
            return;
        }
        LOG.warn(
                "Epoch {}: the chain refused claim {} at attempt {}: {}",
                epoch.number(),
                batch.number(),
                batch.attempt(),
                reverted.reason());
        transactions.run(connection -> {
            if (!ClaimTable.again(connection, epoch.number(), batch)) return;
            List<Leaf> leaves = EpochTable.leaves(connection, epoch.number());
            enqueue(connection, epoch, MerkleTree.of(leaves), leaves, batch.number(), batch.attempt() + 1);
        });
    }

    /** Nothing more is tried for it, so that it holds up no other. */
    private void abandon(Epoch epoch, String what, Reverted reverted) throws SQLException {
        transactions.run(connection -> EpochTable.abandoned(connection, epoch.number()));
        LOG.error(
                "Epoch {} is abandoned, the next one claims its amounts: the chain refused its {}: {}",
                epoch.number(),
                what,
                reverted.reason());
    }

    private void enqueue(Connection connection, Epoch epoch, MerkleTree tree, List<Leaf> leaves, int batch, int attempt)
            throws SQLException {
        List<Bytes32> leases =
                leaves.subList(batch * batchSize, Math.min((batch + 1) * batchSize, leaves.size())).stream()
                        .map(Leaf::lease)
                        .toList();
        sender.enqueue(
                connection, epoch.claimKey(batch, attempt), calls.claimMany(epoch.number(), tree.multiProof(leases)));
    }
}
