package io.peerhost.billing.settlement;

import io.peerhost.billing.journal.Journal;
import io.peerhost.billing.lease.LeaseTable;
import io.peerhost.billing.ledger.Account;
import io.peerhost.billing.ledger.Entry;
import io.peerhost.chain.lease.LeaseState;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.node.ChainEvent;
import io.peerhost.messaging.Outbox;
import io.peerhost.messaging.Transactions;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.CloseRequest;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters into the ledger what the escrow did, whoever asked it to: deposits, payments to sellers, refunds; and learns
 * which epochs the chain knows. Keeps in one
 * transaction the entries, what it tells others and the block it got to.
 */
final class ChainFollower {
    private static final Logger LOG = LoggerFactory.getLogger(ChainFollower.class);
    private static final int BLOCKS = 1000;
    /** So many blocks are read again when the chain has others than it had. */
    private static final int GOING_BACK = 64;

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
        Cursor cursor = cursor();
        long next = cursor.next();
        if (cursor.hash() != null) {
            Optional<Bytes32> now = chain.node().blockHash(next - 1);
            if (now.isEmpty()) return false;
            if (!now.get().equals(cursor.hash())) {
                goBack(next);
                return true;
            }
        }
        long last = chain.node().head() - confirmations + 1;
        long to = Math.min(last, next + BLOCKS - 1);
        if (to < next) return false;
        Optional<Bytes32> hash = chain.node().blockHash(to);
        List<ChainEvent> events = chain.events(next, to);
        Map<Bytes32, LeaseState> opened = opened(events);
        if (hash.isEmpty() || !hash.equals(chain.node().blockHash(to))) return false;
        transactions.run(connection -> {
            if (moved(connection, next, to + 1, hash.get())) enter(connection, events, opened);
        });
        return to < last;
    }

    /** @param hash of the block before; null while that is not known */
    private record Cursor(long next, Bytes32 hash) {}

    /** What is in the ledger already is passed over when it is read again; what is there and no more on the chain, people must see. */
    private void goBack(long next) throws SQLException {
        long from = Math.max(firstBlock, next - GOING_BACK);
        LOG.error(
                "The chain took block {} back, it is read again from block {} on. Look at the invariant \"ledger = chain\":"
                        + " where it does not hold, CHAIN_CONFIRMATIONS is too small for this chain.",
                next - 1,
                from);
        transactions.run(connection -> moved(connection, next, from, null));
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
                    Aside.enter(connection, Entry.payout(paid.lease(), paid.amount(), paid.claimed(), now));
                case ChainEvent.RenterRefunded refunded -> refund(connection, refunded, now);
                case ChainEvent.CloseRequested asked -> {
                    news.add(asked.lease());
                    tell(connection, asked);
                }
                case ChainEvent.SellerRefused ignored -> {}
                case ChainEvent.RootPosted posted -> EpochTable.onChain(connection, posted.epoch());
                case ChainEvent.RootDisabled disabled -> EpochTable.abandoned(connection, disabled.epoch());
            }
        LeaseTable.touch(connection, news);
    }

    private static void tell(Connection connection, ChainEvent.CloseRequested asked) throws SQLException {
        UUID identity = UUID.nameUUIDFromBytes(asked.lease().bytes());
        Outbox.add(
                connection,
                CloseRequest.TOPIC,
                asked.lease().hex(),
                new CloseRequest(identity, asked.lease(), asked.withdrawableAt()));
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
        if (refunded.amount().signum() > 0) Aside.enter(connection, Entry.refund(lease, refunded.amount(), now));
    }

    private Cursor cursor() throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.update(
                    connection, "INSERT INTO chain_cursor (next_block) VALUES (?) ON CONFLICT DO NOTHING", firstBlock);
            return Sql.first(
                            connection,
                            "SELECT next_block, block_hash FROM chain_cursor",
                            row -> new Cursor(row.getLong("next_block"), Sql.bytes32(row, "block_hash")))
                    .orElseThrow();
        }
    }

    /** @return false when another instance was faster */
    private static boolean moved(Connection connection, long from, long to, Bytes32 hash) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE chain_cursor SET next_block = ?, block_hash = ? WHERE next_block = ?",
                        to,
                        hash,
                        from)
                == 1;
    }
}
