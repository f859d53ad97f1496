package io.peerhost.marketplace.portal;

import io.peerhost.protocol.billing.Bill;
import io.peerhost.protocol.billing.UsagePoint;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a site used and cost so far, from billing. */
@ApplicationScoped
public class UsageReader {
    /** A site has at most 16 replicas; of those before them the bill alone is asked. */
    private static final int MOST_SERIES = 16;

    private final BillingClient billing;
    private final Clock clock;

    public UsageReader(BillingClient billing, Clock clock) {
        this.billing = billing;
        this.clock = clock;
    }

    /** Null while billing does not answer. @param running its present leases; @param all those and the ended ones */
    SiteMore.Usage of(List<Bytes32> running, List<Bytes32> all) {
        try {
            List<Bill> bills = billing.bills(all);
            List<List<UsagePoint>> series =
                    running.stream().limit(MOST_SERIES).map(billing::usage).toList();
            Instant now = clock.instant();
            Instant earliest = earliest(series);
            return new SiteMore.Usage(
                    bills.stream().map(Bill::billed).reduce(BigInteger.ZERO, BigInteger::add),
                    bills.stream().mapToLong(Bill::upSeconds).sum(),
                    bills.stream().map(Bill::egressBytes).reduce(BigInteger.ZERO, BigInteger::add),
                    bills.stream().mapToLong(Bill::cpuMillis).sum(),
                    Chart.of(Timeline.until(now, earliest), amounts(series)),
                    Uptime.of(Uptime.time(now, earliest), series, now));
        } catch (Problem away) {
            return null;
        }
    }

    private static Instant earliest(List<List<UsagePoint>> series) {
        return series.stream()
                .flatMap(List::stream)
                .filter(point -> point.upSeconds() > 0 || point.amount().signum() > 0)
                .map(UsagePoint::at)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static Map<Instant, BigInteger> amounts(List<List<UsagePoint>> series) {
        return series.stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(UsagePoint::at, UsagePoint::amount, BigInteger::add));
    }
}
