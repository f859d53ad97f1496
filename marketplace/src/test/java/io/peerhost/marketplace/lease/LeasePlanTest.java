package io.peerhost.marketplace.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.chain.transaction.TransactionStatus;
import io.peerhost.marketplace.lease.LeasePlan.Facts;
import io.peerhost.marketplace.lease.LeasePlan.Step;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseStage;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeasePlanTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration DELAY = Duration.ofMinutes(10);
    private static final LeaseState OFFERED = new LeaseState.Offered();
    private static final TransactionStatus MINED = new TransactionStatus.Mined(Bytes32.ZERO, 7, 21_000);
    private static final TransactionStatus REVERTED =
            new TransactionStatus.Reverted("ERC20InsufficientBalance()", Optional.empty());

    @Test
    void shouldSendTheOpeningWhenNothingWasSent() {
        assertThat(LeasePlan.next(OFFERED, facts(null, null, null, 0))).isEqualTo(new Step.SendOpening());
    }

    @Test
    void shouldSendNothingTwiceWhenAnOpeningIsOnItsWay() {
        assertThat(LeasePlan.next(OFFERED, facts(new TransactionStatus.Pending(), null, null, 0)))
                .isInstanceOf(Step.Wait.class);
    }

    @Test
    void shouldBeFundedWhenTheEscrowHasIt() {
        assertThat(LeasePlan.next(OFFERED, facts(MINED, held(null, false), null, 0)))
                .isEqualTo(new Step.Become(new LeaseState.Funded()));
    }

    @Test
    void shouldBeFundedWhenARevertedOpeningCameSecond() {
        assertThat(LeasePlan.next(OFFERED, facts(REVERTED, held(null, false), null, 4)))
                .isEqualTo(new Step.Become(new LeaseState.Funded()));
    }

    @Test
    void shouldCloseWhenItRunsAndIsToEnd() {
        assertThat(LeasePlan.next(new LeaseState.Active(), facts(MINED, held(null, false), "the site was deleted", 0)))
                .isEqualTo(new Step.Become(new LeaseState.Closing("the site was deleted")));
    }

    @Test
    void shouldFailWithTheReasonWhenTheEscrowRefusesForGood() {
        assertThat(LeasePlan.next(OFFERED, facts(REVERTED, null, null, 0))).isInstanceOf(Step.TryAgain.class);
        assertThat(LeasePlan.next(OFFERED, facts(REVERTED, null, null, LeasePlan.MOST_OPENINGS)))
                .isInstanceOfSatisfying(
                        Step.Become.class,
                        step -> assertThat(step.state().reason()).contains("ERC20InsufficientBalance"));
    }

    @Test
    void shouldFailWhenItsTimeToOpenIsOver() {
        Facts late = new Facts(Optional.empty(), Optional.empty(), null, 0, NOW.minusSeconds(1), DELAY, NOW, NOW);
        assertThat(LeasePlan.next(OFFERED, late)).isInstanceOf(Step.Become.class);
    }

    @Test
    void shouldAskForTheEndThenWaitThenWithdrawWhenClosing() {
        LeaseState closing = new LeaseState.Closing("the site was deleted");
        assertThat(LeasePlan.next(closing, facts(null, held(null, false), null, 0)))
                .isEqualTo(new Step.SendClosing());
        assertThat(LeasePlan.next(closing, facts(MINED, held(NOW, false), null, 0)))
                .isEqualTo(new Step.Wait(DELAY.plusSeconds(1)));
        assertThat(LeasePlan.next(closing, facts(null, held(NOW.minus(DELAY.multipliedBy(2)), false), null, 0)))
                .isEqualTo(new Step.SendWithdrawal());
        assertThat(LeasePlan.next(closing, facts(null, held(NOW, true), null, 0)))
                .isEqualTo(new Step.Become(new LeaseState.Closed("the site was deleted")));
    }

    /** Who reads the chain knows the call, and its permit. */
    @Test
    void shouldGiveTheDepositBackWhenSomebodyHadAFailedLeaseOpened() {
        LeaseState failed = new LeaseState.Failed("the escrow refused it");
        assertThat(LeasePlan.next(failed, facts(null, null, null, 0))).isInstanceOf(Step.Wait.class);
        assertThat(LeasePlan.next(failed, facts(null, held(null, false), null, 0)))
                .isEqualTo(new Step.SendClosing());
        assertThat(LeasePlan.next(failed, facts(null, held(NOW.minus(DELAY.multipliedBy(2)), false), null, 0)))
                .isEqualTo(new Step.SendWithdrawal());
        assertThat(LeasePlan.next(failed, facts(null, held(NOW, true), null, 0)))
                .isEqualTo(new Step.Rest());
    }

    @Test
    void shouldLookAtAFailedLeaseNoMoreWhenNobodyCanOpenIt() {
        Facts over =
                new Facts(Optional.empty(), Optional.empty(), null, 0, NOW.minus(Duration.ofHours(1)), DELAY, NOW, NOW);
        assertThat(LeasePlan.next(new LeaseState.Failed("over"), over)).isEqualTo(new Step.Rest());
    }

    @Test
    void shouldTryAgainForeverWhenAWithdrawalReverts() {
        LeaseState closing = new LeaseState.Closing("over");
        assertThat(LeasePlan.next(closing, facts(REVERTED, held(NOW.minus(DELAY.multipliedBy(2)), false), null, 500)))
                .isInstanceOf(Step.TryAgain.class);
    }

    @Test
    void shouldRefuseToEndWhenNoReasonIsGiven() {
        assertThatThrownBy(() -> new LeaseState.Active().closing(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(LeaseStage.class)
    void shouldComeBackAsItWasWhenReadFromARow(LeaseStage stage) {
        LeaseState state = LeaseState.of(stage, "why");
        assertThat(state.stage()).isEqualTo(stage);
        assertThat(LeaseState.of(state.stage(), state.reason())).isEqualTo(state);
    }

    @Test
    void shouldWaitForTheLastBillWhenSettlingIsLateButNotForEver() {
        LeaseState closing = new LeaseState.Closing("over");
        Instant asked = NOW.minus(DELAY.multipliedBy(2));
        assertThat(LeasePlan.next(closing, facts(null, held(asked, false), null, 0, asked)))
                .isInstanceOf(Step.Wait.class);
        assertThat(LeasePlan.next(closing, facts(null, held(asked, false), null, 0, asked.plusSeconds(1))))
                .isEqualTo(new Step.SendWithdrawal());
        assertThat(LeasePlan.next(
                        closing, facts(null, held(NOW.minus(DELAY.multipliedBy(10)), false), null, 0, Instant.EPOCH)))
                .isEqualTo(new Step.SendWithdrawal());
    }

    private static Facts facts(
            TransactionStatus transaction, io.peerhost.chain.lease.LeaseState onChain, String endWish, int attempts) {
        return facts(transaction, onChain, endWish, attempts, NOW);
    }

    private static Facts facts(
            TransactionStatus transaction,
            io.peerhost.chain.lease.LeaseState onChain,
            String endWish,
            int attempts,
            Instant settledUntil) {
        return new Facts(
                Optional.ofNullable(transaction),
                Optional.ofNullable(onChain),
                endWish,
                attempts,
                NOW.plusSeconds(3600),
                DELAY,
                settledUntil,
                NOW);
    }

    private static io.peerhost.chain.lease.LeaseState held(Instant closingAt, boolean withdrawn) {
        return new io.peerhost.chain.lease.LeaseState(
                Address.ZERO,
                Address.ZERO,
                BigInteger.TEN,
                BigInteger.TEN,
                BigInteger.ONE,
                BigInteger.ZERO,
                NOW.minusSeconds(100),
                Optional.ofNullable(closingAt),
                withdrawn);
    }
}
