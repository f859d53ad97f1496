package io.peerhost.marketplace.portal;

import io.peerhost.protocol.billing.Earnings;
import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What an account's machines earned, from the books that billing keeps. */
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
            Earnings all = billing.earnings(seller);
            return new SellView.Earnings(
                    all.earned(),
                    all.paid(),
                    chart(all.lastDay()),
                    billing.sales(seller).stream().limit(LINES).toList());
        } catch (Problem away) {
            return null;
        }
    }

    private Chart chart(List<Earnings.Charged> lately) {
        Map<Instant, BigInteger> charged =
                lately.stream().collect(Collectors.toMap(Earnings.Charged::at, Earnings.Charged::amount));
        Instant earliest = lately.isEmpty() ? null : lately.getFirst().at();
        return Chart.of(Timeline.until(clock.instant(), earliest), charged);
    }
}
