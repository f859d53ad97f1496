package io.peerhost.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Rate;
import io.peerhost.protocol.lease.Resources;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RatingTest {
    private static final Instant START = Instant.parse("2026-11-27T10:00:03Z");
    private static final Resources RESERVED = new Resources(1000, 1024, 1024);
    private static final Prices PRICES = new Prices(big(3_600_000), big(0), big(0), big(1 << 30));
    private static final Rating RATING = new Rating(105);

    @Test
    void shouldPayOnlyWhatAnEdgeSawWhenTheAgentClaimsMore() {
        assertThat(RATING.rate(RESERVED, PRICES, facts(6, 600, 600, 0, 0)).upSeconds())
                .isEqualTo(60);
    }

    @Test
    void shouldPayOnlyWhatTheAgentClaimsWhenEdgesSawMore() {
        assertThat(RATING.rate(RESERVED, PRICES, facts(60, 600, 42, 0, 0)).upSeconds())
                .isEqualTo(42);
    }

    @Test
    void shouldNotPayBeyondTheLeaseWhenItsLastSlotReachesOut() {
        assertThat(RATING.rate(RESERVED, PRICES, facts(60, 593, 600, 0, 0)).upSeconds())
                .isEqualTo(593);
    }

    @Test
    void shouldBelieveEgressWithinTheToleranceAndNoFurther() {
        assertThat(RATING.rate(RESERVED, PRICES, facts(0, 0, 0, 1_050, 1_000)).egressBytes())
                .isEqualTo(1_050);
        assertThat(RATING.rate(RESERVED, PRICES, facts(0, 0, 0, 5_000, 1_000)).egressBytes())
                .isEqualTo(1_050);
    }

    @Test
    void shouldUseTheFormulaThatEverybodyUses() {
        Rated rated = RATING.rate(RESERVED, PRICES, facts(6, 60, 60, 999, 999));
        assertThat(rated.cost())
                .isEqualTo(Rate.cost(RESERVED, PRICES, 60, big(999)))
                .isEqualTo(60_999);
    }

    @Test
    void shouldStopAtWhatTheEscrowPaysWhenUseComesToMore() {
        Guard guard = new Guard(big(50_000), big(40_000), big(1_000), START);
        Rated rated = new Rated(60, big(0), big(60_000));
        assertThat(rated.increment(big(0), guard, START.plusSeconds(30))).isEqualTo(30_000);
        assertThat(rated.increment(big(30_000), guard, START.plusSeconds(300))).isEqualTo(10_000);
        assertThat(rated.increment(big(40_000), guard, START.plusSeconds(3000))).isEqualTo(0);
        assertThat(rated.increment(big(0), guard, START.minusSeconds(5))).isEqualTo(0);
    }

    @Test
    void shouldTakeNothingBackWhenLaterFactsComeToLess() {
        Guard guard = new Guard(big(50_000), big(50_000), big(1_000), START);
        assertThat(new Rated(1, big(0), big(10)).increment(big(500), guard, START.plusSeconds(60)))
                .isEqualTo(0);
    }

    @Test
    void shouldCountTheSlotsAtBothEndsWhenALeaseDoesNotBeginOnOne() {
        Activity activity = Activity.until(START.plusSeconds(60), START, null);
        assertThat(activity.endSlot() - activity.firstSlot()).isEqualTo(7);
        assertThat(activity.seconds()).isEqualTo(60);
        Activity none = Activity.until(START.minusSeconds(60), START.minusSeconds(60), START);
        assertThat(none.endSlot()).isEqualTo(none.firstSlot());
    }

    @Test
    void shouldRefuseATolerancePaymentsCannotStandOn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rating(99));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rating(201));
    }

    private static Facts facts(long slots, long active, long claimed, long egress, long witnessed) {
        return new Facts(slots, active, claimed, big(egress), big(witnessed));
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
