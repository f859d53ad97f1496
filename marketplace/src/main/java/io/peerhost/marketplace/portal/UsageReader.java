package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.api.Problem;
import io.peerhost.protocol.identity.Bytes32;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a site used and cost so far, from billing. */
@ApplicationScoped
public class UsageReader {
    private static final int HOURS = 24;
    /** A site has at most 16 replicas; of those before them the bill alone is asked. */
    private static final int MOST_SERIES = 16;

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    private final BillingClient billing;
    private final Clock clock;

    public UsageReader(BillingClient billing, Clock clock) {
        this.billing = billing;
        this.clock = clock;
    }

    /** Null while billing does not answer. @param running its present leases; @param all those and the ended ones */
    SiteMore.Usage of(List<Bytes32> running, List<Bytes32> all) {
        try {
            List<BillingClient.Bill> bills = billing.bills(all);
            return new SiteMore.Usage(
                    bills.stream().map(BillingClient.Bill::billed).reduce(BigInteger.ZERO, BigInteger::add),
                    bills.stream().mapToLong(BillingClient.Bill::upSeconds).sum(),
                    bills.stream().map(BillingClient.Bill::egressBytes).reduce(BigInteger.ZERO, BigInteger::add),
                    bills.stream().mapToLong(BillingClient.Bill::cpuMillis).sum(),
                    chart(running));
        } catch (Problem away) {
            return null;
        }
    }

    private Chart chart(List<Bytes32> running) {
        Map<Instant, BigInteger> hours = new HashMap<>();
        running.stream()
                .limit(MOST_SERIES)
                .flatMap(lease -> billing.usage(lease).stream())
                .forEach(point ->
                        hours.merge(point.at().truncatedTo(ChronoUnit.HOURS), point.amount(), BigInteger::add));
        Instant last = clock.instant().truncatedTo(ChronoUnit.HOURS);
        return Chart.of(IntStream.rangeClosed(1 - HOURS, 0)
                .mapToObj(hour -> last.plus(hour, ChronoUnit.HOURS))
                .map(hour -> new Chart.Point(HOUR.format(hour), hours.getOrDefault(hour, BigInteger.ZERO)))
                .toList());
    }
}
