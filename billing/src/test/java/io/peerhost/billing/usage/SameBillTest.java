package io.peerhost.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.billing.rating.Activity;
import io.peerhost.billing.rating.Facts;
import io.peerhost.billing.rating.Rated;
import io.peerhost.billing.rating.Rating;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Money does not depend on how a network felt: whatever is repeated, reordered, lost or replayed, the bill is the same. */
class SameBillTest {
    private static final Address PROVIDER = Address.of("0x" + "11".repeat(20));
    private static final Address NORTH = Address.of("0x" + "22".repeat(20));
    private static final Address SOUTH = Address.of("0x" + "33".repeat(20));
    private static final Rating RATING = new Rating(105);

    @Property(tries = 3000)
    void shouldBillTheSameWhenRecordsAreRepeatedReorderedOrLost(@ForAll Random random) {
        History history = History.random(random, PROVIDER, NORTH, SOUTH);
        Rated expected = rated(history, history.needed(), history.end());
        assertThat(rated(history, history.delivered(random), history.end())).isEqualTo(expected);
        assertThat(rated(history, history.delivered(random), history.end())).isEqualTo(expected);
    }

    /** Epochs close in the middle of the deliveries; what they bill adds up to the same. */
    @Property(tries = 2000)
    void shouldAddUpToTheSameBillWhenEpochsCloseInBetween(
            @ForAll Random random, @ForAll @LongRange(min = 0, max = 3_000_000) long deposit) {
        History history = History.random(random, PROVIDER, NORTH, SOUTH);
        BigInteger expected = bill(history, history.needed(), deposit);
        List<Object> delivered = history.delivered(random);
        BigInteger billed = BigInteger.ZERO;
        for (int arrived = 0; arrived < delivered.size(); arrived += 1 + random.nextInt(delivered.size())) {
            Instant end = history.start().plusSeconds(random.nextInt(700));
            BigInteger more =
                    rated(history, delivered.subList(0, arrived), end).increment(billed, history.guard(deposit), end);
            assertThat(more).isNotNegative();
            billed = billed.add(more);
            assertThat(billed).isLessThanOrEqualTo(expected);
        }
        Rated last = rated(history, delivered, history.end());
        assertThat(billed.add(last.increment(billed, history.guard(deposit), history.end())))
                .isEqualTo(expected);
    }

    @Property(tries = 1000)
    void shouldNeverBillMoreWhenAnAgentSignsASecondStory(@ForAll Random random) {
        History history = History.random(random, PROVIDER, NORTH);
        Rated honest = rated(history, history.needed(), history.end());
        List<Object> forked = history.delivered(random);
        for (Object one : List.copyOf(forked))
            if (one instanceof UsageRecord said && random.nextBoolean())
                forked.add(random.nextInt(forked.size()), retold(said, random));
        assertThat(rated(history, forked, history.end()).cost()).isLessThanOrEqualTo(honest.cost());
    }

    /** A batch boundary anywhere must not matter: merged in parts it is the same evidence. */
    @Property(tries = 500)
    void shouldMergeTheSameWhenForksArriveInAnyOrder(@ForAll Random random) {
        History history = History.random(random, PROVIDER, NORTH);
        UsageRecord said = history.needed().stream()
                .filter(UsageRecord.class::isInstance)
                .map(UsageRecord.class::cast)
                .findAny()
                .orElseThrow();
        Claim a = Claim.of(said);
        Claim b = Claim.of(retold(said, random));
        Claim c = Claim.of(retold(said, random));
        assertThat(a.merge(b).merge(c))
                .isEqualTo(c.merge(a).merge(b))
                .isEqualTo(b.merge(c.merge(a)))
                .isEqualTo(a.merge(a).merge(b).merge(c).merge(b));
        assertThat(a.merge(a)).isEqualTo(a);
    }

    private static UsageRecord retold(UsageRecord said, Random random) {
        return new UsageRecord(
                said.lease(),
                said.provider(),
                said.sequence(),
                said.previous(),
                random.nextInt(100_000),
                said.cpuMillis(),
                said.memoryMibSeconds(),
                random.nextInt(1_000_000_000),
                said.at());
    }

    private static BigInteger bill(History history, List<Object> records, long deposit) {
        return rated(history, records, history.end()).increment(BigInteger.ZERO, history.guard(deposit), history.end());
    }

    private static Rated rated(History history, List<Object> records, Instant end) {
        Evidence evidence = new Evidence();
        for (Object record : records) {
            if (record instanceof UsageRecord said) evidence.add(said);
            if (record instanceof WitnessRecord seen) evidence.add(seen);
        }
        Activity activity = Activity.until(end, history.start(), history.end());
        Facts facts = evidence.facts(history.lease(), history.provider(), activity);
        return RATING.rate(History.RESERVED, History.PRICES, facts);
    }
}
