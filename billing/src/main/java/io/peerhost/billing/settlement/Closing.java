package io.peerhost.billing.settlement;

import io.peerhost.billing.journal.Journal;
import io.peerhost.billing.lease.Lease;
import io.peerhost.billing.lease.LeaseTable;
import io.peerhost.billing.ledger.Entry;
import io.peerhost.billing.rating.Guard;
import io.peerhost.billing.rating.Rated;
import io.peerhost.billing.rating.Rating;
import io.peerhost.billing.usage.FactsTable;
import io.peerhost.chain.call.Calls;
import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.merkle.MerkleTree;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.settlement.SettlementEvent.Stage;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Closes an epoch within one transaction: rates all use known by now, charges what is new, makes the tree, asks for its root
 * on chain and tells so. All of it happens or nothing. Where nothing is new, and no abandoned epoch left anything, only the time until which all is billed moves.
 */
final class Closing {
    private static final int PAGE = 5000;

    private final Rating rating;
    private final Calls calls;
    private final TransactionSender sender;
    private final Clock clock;

    Closing(Rating rating, Calls calls, TransactionSender sender, Clock clock) {
        this.rating = rating;
        this.calls = calls;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * @param end of the epoch, at or before now
     * @return the epoch; empty when that was done before or there was nothing to charge
     */
    Optional<Epoch> close(Connection connection, Instant end) throws SQLException {
        Instant until = EpochTable.billedUntil(connection, end);
        if (!end.isAfter(until)) return Optional.empty();
        Set<Bytes32> news = new HashSet<>(LeaseTable.takeTouched(connection));
        List<EpochLeaf> leaves = new ArrayList<>();
        Bytes32 after = Bytes32.ZERO;
        List<Lease> page;
        do {
            page = LeaseTable.billable(connection, until, news, after, PAGE);
            if (page.isEmpty()) break;
            leaves.addAll(charge(connection, page, end));
            after = page.getLast().id();
        } while (page.size() == PAGE);
        EpochTable.billedUntil(connection, until, end);
        if (!leaves.isEmpty() || EpochTable.lastIsAbandoned(connection)) leaves.addAll(unclaimed(connection, leaves));
        if (leaves.isEmpty()) {
            if (EpochTable.underWay(connection).isEmpty()) Announcement.quiet(connection, end, clock.instant());
            return Optional.empty();
        }
        return Optional.of(store(connection, leaves, until, end));
    }

    private List<EpochLeaf> charge(Connection connection, List<Lease> leases, Instant end) throws SQLException {
        Map<Bytes32, FactsTable.Use> uses = FactsTable.until(connection, leases, end);
        Map<Bytes32, BigInteger> charged =
                Journal.charged(connection, leases.stream().map(Lease::id).toList());
        List<EpochLeaf> leaves = new ArrayList<>();
        List<Bytes32> again = new ArrayList<>();
        for (Lease lease : leases) {
            FactsTable.Use use = uses.get(lease.id());
            if (use == null) continue;
            Guard guard = lease.guard().orElseThrow();
            Rated rated = rating.rate(lease.reserved(), lease.prices(), use.facts());
            BigInteger before = charged.getOrDefault(lease.id(), BigInteger.ZERO);
            BigInteger more = rated.increment(before, guard, end);
            if (more.signum() > 0) leaves.add(new EpochLeaf(lease.id(), before.add(more), more, rated));
            if (rated.waitsForTime(guard, end)) again.add(lease.id());
        }
        LeaseTable.touch(connection, again);
        return leaves;
    }

    /** What earlier epochs left to be claimed goes along with what stands behind it, so that no amount depends on a single claim. */
    private static List<EpochLeaf> unclaimed(Connection connection, List<EpochLeaf> charged) throws SQLException {
        return Sql.list(connection, """
                SELECT b.lease, b.credit, told.up_seconds, told.egress_bytes
                  FROM ledger_balance b JOIN lease_guard g ON g.lease = b.lease AND NOT g.refunded
                  JOIN LATERAL (SELECT * FROM epoch_leaf l WHERE l.lease = b.lease ORDER BY epoch DESC LIMIT 1) told ON true
                 WHERE b.account = 'SELLER' AND b.credit > b.debit AND NOT b.lease = ANY (?)
                """, Closing::carriedOn, Column.of("bytea", charged, EpochLeaf::lease));
    }

    private static EpochLeaf carriedOn(ResultSet row) throws SQLException {
        BigInteger cumulative = Sql.amount(row, "credit");
        Rated told = new Rated(row.getLong("up_seconds"), Sql.amount(row, "egress_bytes"), cumulative);
        return new EpochLeaf(Sql.bytes32(row, "lease"), cumulative, BigInteger.ZERO, told);
    }

    private Epoch store(Connection connection, List<EpochLeaf> leaves, Instant until, Instant end) throws SQLException {
        Instant now = clock.instant();
        List<Leaf> tree = leaves.stream()
                .map(leaf -> new Leaf(leaf.lease(), leaf.cumulative()))
                .toList();
        long number = EpochTable.nextNumber(connection);
        Instant start = EpochTable.lastEnd(connection).orElse(until);
        Epoch epoch =
                new Epoch(number, start, end, Stage.CLOSED, MerkleTree.of(tree).root());
        EpochTable.insert(connection, epoch, leaves, now);
        Journal.append(
                connection,
                leaves.stream()
                        .filter(leaf -> leaf.charged().signum() > 0)
                        .map(leaf -> Entry.charge(leaf.lease(), number, leaf.charged(), now))
                        .toList());
        sender.enqueue(connection, epoch.postKey(), calls.postRoot(number, epoch.root()));
        Announcement.add(connection, epoch, Stage.CLOSED, null, tree, now);
        return epoch;
    }
}
