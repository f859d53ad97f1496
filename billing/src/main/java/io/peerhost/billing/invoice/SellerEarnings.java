package io.peerhost.billing.invoice;

import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.billing.Earnings;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a seller's leases earned in all, from where the ledger's accounts stand: a row a lease, however long it ran. */
final class SellerEarnings {
    private static final Duration LATELY = Duration.ofDays(1);
    /** A renter is credited with the deposit, which the escrow is debited with, and with what the seller forfeits. */
    private static final String TOTALS = """
            SELECT coalesce(sum(b.credit) FILTER (WHERE b.account = 'SELLER'), 0) AS charged,
                   coalesce(sum(b.debit) FILTER (WHERE b.account = 'SELLER'), 0) AS left_it,
                   coalesce(sum(b.credit) FILTER (WHERE b.account = 'RENTER'), 0)
                       - coalesce(sum(b.debit) FILTER (WHERE b.account = 'ESCROW'), 0) AS forfeited
              FROM lease l JOIN ledger_balance b ON b.lease = l.id WHERE l.seller = ?""";

    private static final String CHARGED = """
            SELECT date_bin('5 minutes', e.closed_at, 'epoch') AS at, sum(f.charged) AS amount
              FROM epoch e JOIN epoch_leaf f ON f.epoch = e.number AND f.charged > 0 JOIN lease l ON l.id = f.lease
             WHERE l.seller = ? AND e.closed_at > ? GROUP BY 1 ORDER BY 1""";

    private SellerEarnings() {}

    static Earnings of(Connection connection, UUID seller, Instant now) throws SQLException {
        List<Earnings.Charged> lately = Sql.list(
                connection,
                CHARGED,
                row -> new Earnings.Charged(Sql.instant(row, "at"), Sql.amount(row, "amount")),
                seller,
                now.minus(LATELY));
        return Sql.first(
                        connection,
                        TOTALS,
                        row -> {
                            BigInteger forfeited = Sql.amount(row, "forfeited");
                            return new Earnings(
                                    Sql.amount(row, "charged").subtract(forfeited),
                                    Sql.amount(row, "left_it").subtract(forfeited),
                                    lately);
                        },
                        seller)
                .orElseThrow();
    }
}
