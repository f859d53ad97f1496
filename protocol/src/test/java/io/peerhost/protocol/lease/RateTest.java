package io.peerhost.protocol.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RateTest {
    @Test
    void shouldCostTheHourlyPriceWhenAnHourIsUsed() {
        Prices prices = prices(1_000_000, 200_000, 30_000, 5_000_000);
        BigInteger cost = Rate.cost(new Resources(2000, 1024, 2048), prices, 3600, BigInteger.ZERO);
        assertThat(cost).isEqualTo(BigInteger.valueOf(2_000_000 + 200_000 + 60_000));
    }

    @Test
    void shouldCostTheEgressPriceWhenAGibWasSent() {
        Prices prices = prices(1, 1, 1, 5_000_000);
        assertThat(Rate.cost(new Resources(1, 1, 1), prices, 0, BigInteger.TWO.pow(30)))
                .isEqualTo(BigInteger.valueOf(5_000_000));
    }

    /** The definition in exact decimals: rounding each part by itself would lose up to three units. */
    @Property(tries = 300)
    void shouldRoundOnceAndDown(
            @ForAll @IntRange(min = 1, max = 64_000) int cpu,
            @ForAll @IntRange(min = 1, max = 500_000) int memory,
            @ForAll @IntRange(min = 1, max = 500_000) int disk,
            @ForAll @LongRange(min = 0, max = 1_000_000_000L) long price,
            @ForAll @LongRange(min = 0, max = 100_000_000L) long seconds,
            @ForAll @LongRange(min = 0, max = 1L << 50) long egress) {
        Prices prices = prices(price, price / 3, price / 7, price / 11);
        BigDecimal exact = BigDecimal.valueOf(cpu)
                .multiply(new BigDecimal(prices.vcpuHour()))
                .movePointLeft(3)
                .add(gib(memory, prices.memoryGibHour()))
                .add(gib(disk, prices.diskGibHour()))
                .multiply(BigDecimal.valueOf(seconds));
        BigDecimal sent = BigDecimal.valueOf(egress)
                .multiply(new BigDecimal(prices.egressGib()))
                .divide(new BigDecimal(BigInteger.TWO.pow(30)));
        BigInteger expected = exact.add(sent.multiply(BigDecimal.valueOf(3600)))
                .divide(BigDecimal.valueOf(3600), 0, RoundingMode.FLOOR)
                .toBigInteger();
        assertThat(Rate.cost(new Resources(cpu, memory, disk), prices, seconds, BigInteger.valueOf(egress)))
                .isEqualTo(expected);
    }

    @Property(tries = 200)
    void shouldNeverCostMoreThanTheRateOfASecondTimesTheSeconds(
            @ForAll @IntRange(min = 1, max = 64_000) int cpu,
            @ForAll @LongRange(min = 0, max = 1_000_000_000L) long price,
            @ForAll @LongRange(min = 0, max = 100_000_000L) long seconds) {
        Resources reserved = new Resources(cpu, 100, 100);
        Prices prices = prices(price, price, price, price);
        BigInteger most = Rate.perSecond(reserved, prices).multiply(BigInteger.valueOf(seconds));
        assertThat(Rate.cost(reserved, prices, seconds, BigInteger.ZERO)).isLessThanOrEqualTo(most);
    }

    private static BigDecimal gib(int mib, BigInteger price) {
        return BigDecimal.valueOf(mib).multiply(new BigDecimal(price)).divide(BigDecimal.valueOf(1024));
    }

    private static Prices prices(long vcpu, long memory, long disk, long egress) {
        return new Prices(
                BigInteger.valueOf(vcpu),
                BigInteger.valueOf(memory),
                BigInteger.valueOf(disk),
                BigInteger.valueOf(egress));
    }
}
