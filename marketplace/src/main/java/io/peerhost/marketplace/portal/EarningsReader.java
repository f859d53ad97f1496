package io.peerhost.marketplace.portal;

import io.peerhost.protocol.billing.Statement;
import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What an account's machines earned, from the statement that billing keeps. */
@ApplicationScoped
public class EarningsReader {
    static final SellView.Earnings NONE = new SellView.Earnings(
            BigInteger.ZERO, BigInteger.ZERO, Chart.of(Timeline.until(Instant.EPOCH, null), Map.of()), List.of());
    private static final int LINES = 10;

    private final BillingClient billing;
    private final Clock clock;

    public EarningsReader(BillingClient billing, Clock clock) {
        this.billing = billing;
        this.clock = clock;
    }

    /** Null while billing does not answer. */
    SellView.Earnings of(UUID seller) {
        try {
            List<Statement.Line> lines = billing.earnings(seller);
            return new SellView.Earnings(
                    sum(lines, "CHARGE"),
                    sum(lines, "PAYOUT"),
                    chart(lines),
                    lines.stream().limit(LINES).toList());
        } catch (Problem away) {
            return null;
        }
    }

    private Chart chart(List<Statement.Line> lines) {
        Map<Instant, BigInteger> charged = lines.stream()
                .filter(line -> line.kind().equals("CHARGE"))
                .collect(Collectors.toMap(Statement.Line::at, Statement.Line::amount, BigInteger::add));
        Instant earliest = charged.keySet().stream().min(Instant::compareTo).orElse(null);
        return Chart.of(Timeline.until(clock.instant(), earliest), charged);
    }

    private static BigInteger sum(List<Statement.Line> lines, String kind) {
        return lines.stream()
                .filter(line -> line.kind().equals(kind))
                .map(Statement.Line::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
