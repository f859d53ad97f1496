package io.peerhost.billing.settlement;

import io.peerhost.billing.journal.Journal;
import io.peerhost.billing.lease.LeaseTable;
import io.peerhost.billing.ledger.Account;
import io.peerhost.billing.ledger.Entry;
import io.peerhost.chain.lease.LeaseState;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.node.ChainEvent;
import io.peerhost.messaging.Transactions;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Enters into the ledger what the escrow did, whoever asked it to: deposits, payments to sellers, refunds; and learns
 * which epochs the chain knows. Keeps in one
 * transaction the entries and the block it got to.
 */
final class ChainFollower {
    private static final int BLOCKS = 1000;

    private final DataSource database;
    private final Transactions transactions;
    private final Chain chain;
    private final Clock clock;
    private final long firstBlock;
    private final int confirmations;

    /** @param confirmations a block counts when so many stand, itself included */
    ChainFollower(
            DataSource database,
            Transactions transactions,
            Chain chain,
            Clock clock,
            long firstBlock,
            int confirmations) {
        this.database = database;
        this.transactions = transactions;
        this.chain = chain;
        this.clock = clock;
        this.firstBlock = firstBlock;
        this.confirmations = confirmations;
    }

    /** Catches up, at most {@value #BLOCKS} blocks. Returns whether there are more. */
    boolean follow() throws SQLException {
        long next = nextBlock();
        long last = chain.node().head() - confirmations + 1;
        long to = Math.min(last, next + BLOCKS - 1);
        if (to < next) return false;
        List<ChainEvent> events = chain.events(next, to);
        Map<Bytes32, LeaseState> opened = opened(events);
        transactions.run(connection -> {
            if (moved(connection, next, to + 1)) enter(connection, events, opened);
        });
        return to < last;
    }

    private Map<Bytes32, LeaseState> opened(List<ChainEvent> events) {
        Map<Bytes32, LeaseState> found = new HashMap<>();
        for (ChainEvent event : events)
            if (event instanceof ChainEvent.LeaseOpened open)
                chain.lease(open.lease()).ifPresent(state -> found.put(open.lease(), state));
        return found;
    }

    private void enter(Connection connection, List<ChainEvent> events, Map<Bytes32, LeaseState> opened)
            throws SQLException {
        Instant now = clock.instant();
        List<Bytes32> news = new ArrayList<>();
        for (ChainEvent event : events)
            switch (event) {
                case ChainEvent.LeaseOpened open -> {
                    open(connection, open.lease(), opened.get(open.lease()), now);
                    news.add(open.lease());
                }
                case ChainEvent.SellerPaid paid ->
                    Journal.append(connection, List.of(Entry.payout(paid.lease(), paid.amount(), paid.claimed(), now)));
                case ChainEvent.RenterRefunded refunded -> refund(connection, refunded, now);
                case ChainEvent.CloseRequested asked -> news.add(asked.lease());
                case ChainEvent.SellerRefused ignored -> {}
                case ChainEvent.RootPosted posted -> EpochTable.onChain(connection, posted.epoch());
                case ChainEvent.RootDisabled disabled -> EpochTable.abandoned(connection, disabled.epoch());
            }
        LeaseTable.touch(connection, news);
    }

    private static void open(Connection connection, Bytes32 lease, LeaseState state, Instant now) throws SQLException {
        Sql.update(
                connection, """
                INSERT INTO lease_guard (lease, deposit, spend_cap, max_rate, opened_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """, lease, state.deposit(), state.spendCap(), state.maxRatePerSecond(), state.openedAt());
        if (state.deposit().signum() > 0)
            Journal.append(connection, List.of(Entry.deposit(lease, state.deposit(), now)));
    }

    private static void refund(Connection connection, ChainEvent.RenterRefunded refunded, Instant now)
            throws SQLException {
        Bytes32 lease = refunded.lease();
        Sql.update(connection, "UPDATE lease_guard SET refunded = true WHERE lease = ?", lease);
        BigInteger lost = Journal.balances(connection, List.of(lease)).of(Account.Kind.SELLER, lease);
        if (lost.signum() > 0) Journal.append(connection, List.of(Entry.forfeit(lease, lost, now)));
        if (refunded.amount().signum() > 0)
            Journal.append(connection, List.of(Entry.refund(lease, refunded.amount(), now)));
    }

    private long nextBlock() throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.update(
                    connection, "INSERT INTO chain_cursor (next_block) VALUES (?) ON CONFLICT DO NOTHING", firstBlock);
            return Sql.number(connection, "SELECT next_block FROM chain_cursor");
        }
    }

    /** @return false when another instance was faster */
    private static boolean moved(Connection connection, long from, long to) throws SQLException {
        return Sql.update(connection, "UPDATE chain_cursor SET next_block = ? WHERE next_block = ?", to, from) == 1;
    }
}
