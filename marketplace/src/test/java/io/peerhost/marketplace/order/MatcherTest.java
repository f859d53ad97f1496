package io.peerhost.marketplace.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MatcherTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration VALIDITY = Duration.ofHours(1);
    private static final Resources SMALL = new Resources(500, 512, 1024);
    private static final BigInteger RICH = BigInteger.valueOf(1_000_000_000);

    private final Matcher matcher = new Matcher(VALIDITY);

    @Test
    void shouldTakeTheCheapestWhenAllElseIsEqual() {
        Candidate dear = offer(1, 200);
        Candidate cheap = offer(2, 100);
        put(dear, cheap);
        assertThat(matcher.match(wish(1), NOW)).isEqualTo(new Match.Found(List.of(cheap)));
    }

    @Test
    void shouldTakeTheReliableSellerWhenItIsOnlyALittleDearer() {
        Candidate shaky = with(offer(1, 100), 200, NOW);
        Candidate solid = with(offer(2, 120), 1000, NOW);
        put(shaky, solid);
        assertThat(matcher.match(wish(1), NOW)).isEqualTo(new Match.Found(List.of(solid)));
    }

    @Test
    void shouldTakeTheFresherProofWhenPricesAreEqual() {
        Candidate old = with(offer(1, 100), 500, NOW.minus(Duration.ofMinutes(50)));
        Candidate fresh = with(offer(2, 100), 500, NOW);
        put(old, fresh);
        assertThat(matcher.match(wish(1), NOW)).isEqualTo(new Match.Found(List.of(fresh)));
    }

    @Test
    void shouldPlaceReplicasOnDifferentSellersWhenOneSellerIsCheapest() {
        Candidate first = offer(1, 100);
        Candidate sameSeller = new Candidate(
                UUID.randomUUID(),
                first.agent(),
                first.seller(),
                first.prices(),
                "eu",
                4000,
                4096,
                8192,
                true,
                true,
                NOW,
                500);
        Candidate other = offer(2, 900);
        put(first, sameSeller, other);
        Match.Found found = (Match.Found) matcher.match(wish(2), NOW);
        assertThat(found.offers()).extracting(Candidate::seller).containsExactly(first.seller(), other.seller());
    }

    @Test
    void shouldCountWhatEachWishExcludesWhenNothingFits() {
        put(
                offer(1, 100),
                away(offer(2, 100)),
                with(offer(3, 100), 500, NOW.minus(VALIDITY)),
                with(offer(4, 100), 500, null));
        Wish wish = new Wish(
                SiteKind.STATIC,
                new Resources(9000, 512, 1024),
                1,
                BigInteger.TEN,
                BigInteger.TEN,
                List.of("mars"),
                Set.of());
        assertThat(matcher.match(wish, NOW))
                .isEqualTo(new Match.None(
                        4,
                        Map.of(
                                Exclusion.AWAY, 1,
                                Exclusion.UNPROVEN, 2,
                                Exclusion.RESOURCES, 4,
                                Exclusion.MAX_HOURLY, 4,
                                Exclusion.MAX_EGRESS, 4,
                                Exclusion.REGIONS, 4)));
    }

    @Test
    void shouldKeepToTheCapExactlyWhenAPriceIsOneUnitAbove() {
        Candidate offer = offer(1, 1_000_003);
        put(offer);
        BigInteger hourly = Matcher.exactHourly(SMALL, offer.prices());
        assertThat(matcher.match(capped(hourly), NOW)).isInstanceOf(Match.Found.class);
        assertThat(matcher.match(capped(hourly.subtract(BigInteger.ONE)), NOW)).isInstanceOf(Match.None.class);
    }

    /** A seller that asks nothing for the machine and all there is for egress would win every order. */
    @Test
    void shouldExcludeTheOfferWhenItAsksOneUnitMoreForAGibSentThanWished() {
        BigInteger most = BigInteger.TWO.pow(80);
        put(offer(1, egress(0, most)));
        assertThat(matcher.match(egressCapped(most), NOW)).isInstanceOf(Match.Found.class);
        assertThat(matcher.match(egressCapped(most.subtract(BigInteger.ONE)), NOW))
                .isEqualTo(new Match.None(1, Map.of(Exclusion.MAX_EGRESS, 1)));
    }

    @Test
    void shouldTakeTheCheaperEgressWhenMachinesCostTheSame() {
        Candidate dear = offer(1, egress(100, BigInteger.valueOf(9_000)));
        Candidate cheap = offer(2, egress(100, BigInteger.valueOf(1_000)));
        put(dear, cheap);
        assertThat(matcher.match(wish(1), NOW)).isEqualTo(new Match.Found(List.of(cheap)));
    }

    @Test
    void shouldNotBeMatchedWhenAMachineRunsNoPods() {
        Candidate podless = offer(1, 100);
        put(new Candidate(
                podless.offer(),
                podless.agent(),
                podless.seller(),
                podless.prices(),
                "eu",
                4000,
                4096,
                8192,
                true,
                false,
                NOW,
                500));
        Wish php = new Wish(SiteKind.PHP, SMALL, 1, RICH, RICH, List.of(), Set.of());
        assertThat(matcher.match(php, NOW)).isInstanceOf(Match.None.class);
        assertThat(matcher.match(wish(1), NOW)).isInstanceOf(Match.Found.class);
    }

    /** An index that forgets or mixes rows on removal, or lets insertion order decide, fails here. */
    @Property(tries = 300)
    void shouldGiveTheSameAnswerAsAPlainSearchWhateverTheOrderOfChanges(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int replicas) {
        Random random = new Random(seed);
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) all.add(random(random, i));
        Matcher one = new Matcher(VALIDITY);
        all.forEach(one::put);
        Set<Candidate> removed = new HashSet<>();
        for (Candidate candidate : all) if (random.nextInt(4) == 0) removed.add(candidate);
        removed.forEach(candidate -> one.remove(candidate.offer()));
        List<Candidate> kept = new ArrayList<>(all);
        kept.removeAll(removed);
        Collections.shuffle(kept, random);
        Matcher other = new Matcher(VALIDITY);
        kept.forEach(other::put);
        Wish wish = new Wish(
                random.nextBoolean() ? SiteKind.STATIC : SiteKind.PHP,
                SMALL,
                replicas,
                BigInteger.valueOf(300),
                BigInteger.valueOf(random.nextInt(500)),
                random.nextBoolean() ? List.of() : List.of("eu", "us"),
                Set.of());
        Match match = one.match(wish, NOW);
        assertThat(match).isEqualTo(other.match(wish, NOW));
        requireSound(match, wish, kept);
    }

    private static void requireSound(Match match, Wish wish, List<Candidate> kept) {
        List<Candidate> fitting =
                kept.stream().filter(offer -> fits(offer, wish)).toList();
        long sellers = fitting.stream().map(Candidate::seller).distinct().count();
        assertThat(match instanceof Match.Found).isEqualTo(sellers >= wish.replicas());
        if (match instanceof Match.Found(List<Candidate> offers)) {
            assertThat(offers).hasSize(wish.replicas()).allMatch(fitting::contains);
            assertThat(offers.stream().map(Candidate::seller).distinct()).hasSize(wish.replicas());
        }
    }

    private static boolean fits(Candidate offer, Wish wish) {
        return offer.online()
                && offer.provenAt() != null
                && offer.provenAt().isAfter(NOW.minus(VALIDITY))
                && (offer.pods() || !wish.kind().needsPods())
                && offer.freeCpuMillis() >= wish.each().cpuMillis()
                && (wish.regions().isEmpty() || wish.regions().contains(offer.region()))
                && Matcher.exactHourly(wish.each(), offer.prices()).compareTo(wish.maxHourlyEach()) <= 0
                && offer.prices().egressGib().compareTo(wish.maxEgressGib()) <= 0;
    }

    private static Candidate random(Random random, int number) {
        return new Candidate(
                new UUID(random.nextLong(), number),
                agent(number),
                new UUID(0, random.nextInt(12)),
                prices(random.nextInt(500)),
                List.of("eu", "us", "asia").get(random.nextInt(3)),
                random.nextInt(2000),
                4096,
                8192,
                random.nextInt(5) > 0,
                random.nextBoolean(),
                random.nextInt(5) == 0 ? null : NOW.minusSeconds(random.nextInt(5000)),
                random.nextInt(1001));
    }

    private void put(Candidate... offers) {
        for (Candidate offer : offers) matcher.put(offer);
    }

    private static Wish wish(int replicas) {
        return new Wish(SiteKind.STATIC, SMALL, replicas, RICH, RICH, List.of(), Set.of());
    }

    private static Wish capped(BigInteger hourly) {
        return new Wish(SiteKind.STATIC, SMALL, 1, hourly, RICH, List.of(), Set.of());
    }

    private static Wish egressCapped(BigInteger most) {
        return new Wish(SiteKind.STATIC, SMALL, 1, RICH, most, List.of(), Set.of());
    }

    private static Prices egress(long others, BigInteger egressGib) {
        Prices asked = prices(others);
        return new Prices(asked.vcpuHour(), asked.memoryGibHour(), asked.diskGibHour(), egressGib);
    }

    private static Candidate offer(int number, long price) {
        return offer(number, prices(price));
    }

    private static Candidate offer(int number, Prices prices) {
        return new Candidate(
                new UUID(7, number),
                agent(number),
                new UUID(0, number),
                prices,
                "eu",
                4000,
                4096,
                8192,
                true,
                true,
                NOW,
                500);
    }

    private static Candidate with(Candidate o, int reputation, Instant provenAt) {
        return new Candidate(
                o.offer(),
                o.agent(),
                o.seller(),
                o.prices(),
                o.region(),
                4000,
                4096,
                8192,
                true,
                true,
                provenAt,
                reputation);
    }

    private static Candidate away(Candidate o) {
        return new Candidate(
                o.offer(), o.agent(), o.seller(), o.prices(), o.region(), 4000, 4096, 8192, false, true, NOW, 500);
    }

    private static Prices prices(long each) {
        BigInteger price = BigInteger.valueOf(each);
        return new Prices(price, price, price, price);
    }

    private static Address agent(int number) {
        return new Address("0x" + String.format("%040x", number + 1));
    }
}
