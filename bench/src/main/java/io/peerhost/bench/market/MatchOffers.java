package io.peerhost.bench.market;

import io.peerhost.bench.Bench;
import io.peerhost.bench.result.Samples;
import io.peerhost.bench.stack.Workbench;
import io.peerhost.marketplace.order.Candidate;
import io.peerhost.marketplace.order.Match;
import io.peerhost.marketplace.order.Matcher;
import io.peerhost.marketplace.order.Order;
import io.peerhost.marketplace.order.Wish;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Orders against 100,000 standing offers of 20,000 sellers: how long the marketplace's matcher takes for each. */
public final class MatchOffers implements Bench {
    private static final int OFFERS = 100_000;
    private static final int SELLERS = 20_000;
    private static final int ORDERS = 2_000;
    private static final int RUNS = 5;
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<String> REGIONS = List.of("eu-central", "eu-west", "us-east", "us-west", "ap-south");

    private final Random random = new Random(1);

    @Override
    public String name() {
        return "match-100k-p99-ms";
    }

    @Override
    public void run(Workbench workbench) throws IOException {
        Matcher matcher = new Matcher(Duration.ofHours(1));
        matcher.replaceAll(IntStream.range(0, OFFERS).mapToObj(this::offer).toList());
        Samples p99 = new Samples();
        for (int run = -1; run < RUNS; run++) {
            Samples millis = new Samples();
            int found = 0;
            for (int i = 0; i < ORDERS; i++) {
                Wish wish = wish();
                long from = System.nanoTime();
                Match match = matcher.match(wish, NOW);
                millis.add((System.nanoTime() - from) / 1e6);
                if (match instanceof Match.Found) found++;
            }
            workbench.say("%s: p99 %.2f ms, median %.2f ms, %d of %d orders found sellers"
                    .formatted(name(), millis.quantile(0.99), millis.median(), found, ORDERS));
            if (run >= 0) p99.add(millis.quantile(0.99));
        }
        workbench.recordAgainstGoal(name(), p99.median(), p99.spread(), "ms, p99 of 2,000 orders", 5);
    }

    private Candidate offer(int i) {
        int seller = random.nextInt(SELLERS);
        return new Candidate(
                new UUID(1, i),
                new Address("0x%040x".formatted(i)),
                new UUID(2, seller),
                new Prices(amount(20_000), amount(8_000), amount(200), amount(20_000)),
                REGIONS.get(random.nextInt(REGIONS.size())),
                random.nextInt(16_000),
                random.nextInt(65_536),
                random.nextInt(1_000_000),
                random.nextInt(20) > 0,
                random.nextInt(3) > 0,
                NOW.minusSeconds(random.nextInt(4_000)),
                random.nextInt(1_001));
    }

    private BigInteger amount(int most) {
        return BigInteger.valueOf(1 + random.nextInt(most));
    }

    private Wish wish() {
        return new Wish(
                random.nextBoolean() ? SiteKind.STATIC : SiteKind.PHP,
                new Resources(100 + random.nextInt(4_000), 128 + random.nextInt(8_192), 256 + random.nextInt(20_000)),
                1 + random.nextInt(4),
                amount(100_000),
                Order.USUAL_MAX_EGRESS_GIB,
                REGIONS.subList(0, random.nextInt(4)),
                Set.of());
    }
}
