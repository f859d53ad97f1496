package io.peerhost.marketplace.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReputationTest {
    private static final int MONTH = 30 * 24;

    @Test
    void shouldStartInTheMiddleWhenNothingIsKnown() {
        assertThat(Reputation.of(TrackRecord.NONE)).isEqualTo(Reputation.NEWCOMER);
    }

    @Test
    void shouldBeNearTheBestWhenAMonthHadNoGap() {
        assertThat(of(24, 0, 0, 0)).isEqualTo(750);
        assertThat(of(MONTH, 0, 40, 0)).isEqualTo(983);
    }

    @Test
    void shouldBeNearNothingWhenItWasHardlyEverThere() {
        assertThat(of(1, MONTH, 0, 0)).isLessThan(20);
    }

    @Test
    void shouldLoseLessForOneBrokenLeaseWhenManyWereKept() {
        assertThat(of(MONTH, 1, 0, 1)).isEqualTo(736);
        assertThat(of(MONTH, 1, 50, 1)).isEqualTo(964);
    }

    @Property
    void shouldStayWithinItsBoundsWhateverTheRecord(
            @ForAll @IntRange(max = 10_000) int present,
            @ForAll @IntRange(max = 10_000) int absent,
            @ForAll @IntRange(max = 100_000) int kept,
            @ForAll @IntRange(max = 100_000) int broken) {
        assertThat(of(present, absent, kept, broken)).isBetween(0, Reputation.BEST);
    }

    @Property
    void shouldFallWhenItIsLostOnceMore(
            @ForAll @IntRange(max = MONTH) int present,
            @ForAll @IntRange(max = 24) int absent,
            @ForAll @IntRange(max = 100) int kept) {
        assertThat(of(present, absent + 2, kept, 0)).isLessThan(of(present, absent, kept, 0));
    }

    @Property
    void shouldFallWhenALeaseIsBrokenInsteadOfKept(
            @ForAll @IntRange(min = 24, max = MONTH) int present,
            @ForAll @IntRange(max = 100) int kept,
            @ForAll @IntRange(max = 100) int broken) {
        assertThat(of(present, 0, kept, broken + 1)).isLessThan(of(present, 0, kept + 1, broken));
    }

    @Property
    void shouldNotRiseByLeasesWhenThereWasNoneToMakeUpFor(
            @ForAll @IntRange(max = MONTH) int present,
            @ForAll @IntRange(max = MONTH) int absent,
            @ForAll @IntRange(max = 100_000) int kept) {
        assertThat(of(present, absent, kept, 0)).isEqualTo(of(present, absent, 0, 0));
    }

    @Property
    void shouldNeverFallWhenItIsPresentForLonger(
            @ForAll @IntRange(max = MONTH) int present, @ForAll @IntRange(max = MONTH) int absent) {
        assertThat(of(present + 1, absent, 0, 0)).isGreaterThanOrEqualTo(of(present, absent, 0, 0));
    }

    private static int of(int presentHours, int absentHours, int kept, int broken) {
        return Reputation.of(
                new TrackRecord(Duration.ofHours(presentHours), Duration.ofHours(absentHours), kept, broken));
    }
}
