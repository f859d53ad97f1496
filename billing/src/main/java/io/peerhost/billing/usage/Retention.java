package io.peerhost.billing.usage;

import io.peerhost.messaging.Transactions;
import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Folds old evidence, so that it does not grow for ever; every later bill is the same as without. Of slots the counts by the hour
 * stay, and the slots of the two hours in which a lease began and ended, for only a part of those is paid. Of an agent's cumulative
 * records the last one before the horizon stays, where a series of use begins. Evidence that comes for a time before the horizon is not
 * taken: it was billed, and counting a slot again would bill it twice.
 */
public final class Retention {
    private static final int HOUR = 3600;
    private static final int SLOTS = 360;
    /** Leases folded in one transaction. */
    private static final int PAGE = 20;

    private final Transactions transactions;

    public Retention(Transactions transactions) {
        this.transactions = transactions;
    }

    /** @param before folded is what is older, but nothing that is not billed yet */
    public void fold(Instant before) throws SQLException {
        long hour = moveHorizon(before);
        Bytes32 after = Bytes32.ZERO;
        List<Bytes32> page;
        do {
            page = foldPage(after, hour);
            if (!page.isEmpty()) after = page.getLast();
        } while (page.size() == PAGE);
    }

    /** Alone in its transaction: it waits for those who still add by the old horizon, and who comes later adds by the new one. */
    private long moveHorizon(Instant before) throws SQLException {
        AtomicReference<Long> hour = new AtomicReference<>(0L);
        transactions.run(connection -> {
            Instant billed = Sql.first(connection, "SELECT at FROM billed_until", row -> Sql.instant(row, "at"))
                    .orElse(Instant.EPOCH);
            Instant until = billed.isBefore(before) ? billed : before;
            Sql.update(
                    connection,
                    "UPDATE evidence_horizon SET slot = greatest(slot, ?)",
                    until.getEpochSecond() / HOUR * SLOTS);
            hour.set(Sql.number(connection, "SELECT slot FROM evidence_horizon") / SLOTS);
        });
        return hour.get();
    }

    private List<Bytes32> foldPage(Bytes32 after, long hour) throws SQLException {
        AtomicReference<List<Bytes32>> folded = new AtomicReference<>(List.of());
        transactions.run(connection -> {
            List<Bytes32> page = Sql.list(
                    connection,
                    "SELECT id FROM lease WHERE id > ? AND active_from IS NOT NULL ORDER BY id LIMIT " + PAGE,
                    row -> Sql.bytes32(row, "id"),
                    after);
            Column leases = Column.of("bytea", page);
            Sql.update(connection, """
                    DELETE FROM witness_slot s USING lease l
                     WHERE l.id = ANY (?) AND s.lease = l.id AND s.slot < ?
                       AND s.slot / 360 <> floor(extract(epoch FROM l.active_from) / 3600)
                       AND s.slot / 360 IS DISTINCT FROM floor(extract(epoch FROM l.active_to) / 3600)
                    """, leases, hour * SLOTS);
            Sql.update(connection, """
                    DELETE FROM usage_claim c
                     WHERE c.lease = ANY (?) AND c.at < ?
                       AND EXISTS (SELECT FROM usage_claim later WHERE later.lease = c.lease AND later.provider = c.provider
                                      AND later.sequence > c.sequence AND later.at < ?)
                    """, leases, Instant.ofEpochSecond(hour * HOUR), Instant.ofEpochSecond(hour * HOUR));
            folded.set(page);
        });
        return folded.get();
    }
}
