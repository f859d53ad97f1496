package io.peerhost.billing.settlement;

import io.peerhost.billing.rating.Rating;
import io.peerhost.chain.call.Calls;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.messaging.Transactions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles: follows the chain into the ledger, closes epochs when they end, moves them on until their sellers are paid. Everything
 * it knows is in the database; it may be killed and started anywhere, and run more than once.
 */
public final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final Transactions transactions;
    private final EpochLength epochs;
    private final Clock clock;
    private final TransactionSender sender;
    private final ChainFollower follower;
    private final Closing closing;
    private final EpochProgress progress;
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private Instant tried = Instant.MIN;

    /**
     * How it settles.
     *
     * @param claimBatch leases in one call of claimMany
     * @param firstBlock where the contracts' events begin
     * @param confirmations blocks until one counts, itself included
     */
    public record Terms(EpochLength epochs, Rating rating, int claimBatch, long firstBlock, int confirmations) {
        public Terms {
            if (claimBatch < 1 || claimBatch > 500)
                throw new IllegalArgumentException("A call claims for 1 to 500 leases, not " + claimBatch);
            if (firstBlock < 0 || confirmations < 1)
                throw new IllegalArgumentException("Blocks start at 0, and a block is confirmed by itself at least");
        }
    }

    public Settlement(DataSource database, Chain chain, TransactionSender sender, Terms terms, Clock clock) {
        Calls calls = new Calls(chain.settings());
        this.transactions = Transactions.of(database);
        this.epochs = terms.epochs();
        this.clock = clock;
        this.sender = sender;
        this.follower =
                new ChainFollower(database, transactions, chain, clock, terms.firstBlock(), terms.confirmations());
        this.closing = new Closing(terms.rating(), calls, sender, clock);
        this.progress = new EpochProgress(database, transactions, chain, calls, sender, clock, terms.claimBatch());
    }

    /** Does what there is to do now; what fails waits for the next time and holds up nothing else. */
    public void step() {
        attempt("following the chain", () -> {
            while (follower.follow()) LOG.debug("More blocks wait");
        });
        attempt("entering what was put aside", () -> transactions.run(Aside::tryAgain));
        attempt("closing an epoch", this::closeDue);
        attempt("settling", progress::advance);
    }

    private void closeDue() throws SQLException {
        Instant end = epochs.lastEnd(clock.instant());
        if (!end.isAfter(tried)) return;
        close(end);
        tried = end;
    }

    /** Closes the epoch that ends at {@code end}, unless that is done or nothing is new. Returns its number. */
    Optional<Long> close(Instant end) throws SQLException {
        Epoch[] closed = new Epoch[1];
        transactions.run(
                connection -> closed[0] = closing.close(connection, end).orElse(null));
        if (closed[0] == null) return Optional.empty();
        sender.nudge();
        LOG.info("Epoch {} closed: {} to {}, root {}", closed[0].number(), closed[0].startsAt(), end, closed[0].root());
        return Optional.of(closed[0].number());
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    /** The same trouble, met every second, is told once until it passes. */
    private void attempt(String what, Work work) {
        try {
            work.run();
            if (troubles.remove(what) != null) LOG.info("Goes on with {}", what);
        } catch (SQLException | RuntimeException e) {
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(troubles.put(what, trouble))) LOG.warn("Waits with {}: {}", what, trouble, e);
        }
    }
}
