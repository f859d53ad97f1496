package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.api.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an account's machines earned, from the statement that billing keeps. */
@ApplicationScoped
public class EarningsReader {
    static final SellView.Earnings NONE =
            new SellView.Earnings(BigInteger.ZERO, BigInteger.ZERO, Chart.of(List.of()), List.of());
    private static final int HOURS = 24;
    private static final int LINES = 10;
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    private final BillingClient billing;
    private final Clock clock;

    public EarningsReader(BillingClient billing, Clock clock) {
        this.billing = billing;
        this.clock = clock;
    }

    /** Null while billing does not answer. */
    SellView.Earnings of(UUID seller) {
        try {
            List<BillingClient.Line> lines = billing.earnings(seller);
            return new SellView.Earnings(
                    sum(lines, "CHARGE"),
                    sum(lines, "PAYOUT"),
                    hours(lines),
                    lines.stream().limit(LINES).toList());
        } catch (Problem away) {
            return null;
        }
    }

    private Chart hours(List<BillingClient.Line> lines) {
        Map<Instant, BigInteger> charged = lines.stream()
                .filter(line -> line.kind().equals("CHARGE"))
                .collect(Collectors.toMap(
                        line -> line.at().truncatedTo(ChronoUnit.HOURS), BillingClient.Line::amount, BigInteger::add));
        Instant last = clock.instant().truncatedTo(ChronoUnit.HOURS);
        return Chart.of(IntStream.rangeClosed(1 - HOURS, 0)
                .mapToObj(hour -> last.plus(hour, ChronoUnit.HOURS))
                .map(hour -> new Chart.Point(HOUR.format(hour), charged.getOrDefault(hour, BigInteger.ZERO)))
                .toList());
    }

    private static BigInteger sum(List<BillingClient.Line> lines, String kind) {
        return lines.stream()
                .filter(line -> line.kind().equals(kind))
                .map(BillingClient.Line::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
