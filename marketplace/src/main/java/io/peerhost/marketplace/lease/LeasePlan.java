package io.peerhost.marketplace.lease;

import io.peerhost.chain.transaction.TransactionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a lease's next step is, from what the row and the chain say. Pure, and the same whoever asks and how often: a worker
 * that dies anywhere is followed by one that asks again.
 */
final class LeasePlan {
    /** Openings tried before a lease fails. */
    static final int MOST_OPENINGS = 5;

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    /** By how much the chain's time, or what its node knows, may be behind. */
    private static final Duration BEHIND = Duration.ofMinutes(15);
    /** So many delays the rest waits for the last bill at most. */
    private static final int MOST_DELAYS = 10;

    private LeasePlan() {}

    /** What to do. */
    sealed interface Step {
        record Wait(Duration pause) implements Step {}

        record SendOpening() implements Step {}

        record SendClosing() implements Step {}

        record SendWithdrawal() implements Step {}

        /** What was sent came to nothing: forget it, and try again after the pause. */
        record TryAgain(Duration pause) implements Step {}

        record Become(LeaseState state) implements Step {}

        /** Nothing can happen to it any more. */
        record Rest() implements Step {}
    }

    /**
     * @param transaction how far the transaction is that the row names; empty when it names none
     * @param onChain the lease in the escrow; empty when it was never opened
     * @param endWish why the lease is to end though its opening is on the way; null when it is not
     * @param withdrawDelay from the asking for the end to the renter's money
     * @param settledUntil all that was used before is paid out
     */
    record Facts(
            Optional<TransactionStatus> transaction,
            Optional<io.peerhost.chain.lease.LeaseState> onChain,
            String endWish,
            int attempts,
            Instant openBy,
            Duration withdrawDelay,
            Instant settledUntil,
            Instant now) {}

    static Step next(LeaseState state, Facts facts) {
        if (facts.transaction.orElse(null) instanceof TransactionStatus.Pending) return new Step.Wait(SOON);
        return switch (state) {
            case LeaseState.Offered offered -> opening(offered, facts);
            case LeaseState.Funded funded when facts.endWish != null -> new Step.Become(funded.closing(facts.endWish));
            case LeaseState.Active active when facts.endWish != null -> new Step.Become(active.closing(facts.endWish));
            case LeaseState.Closing closing -> closing(closing, facts);
            case LeaseState.Funded funded -> new Step.Wait(LONGEST_PAUSE);
            case LeaseState.Active active -> new Step.Wait(LONGEST_PAUSE);
            case LeaseState.Closed closed -> new Step.Wait(LONGEST_PAUSE);
            case LeaseState.Failed failed -> watching(facts);
        };
    }

    private static Step opening(LeaseState.Offered offered, Facts facts) {
        if (facts.onChain.isPresent()) return new Step.Become(offered.funded());
        if (facts.transaction.orElse(null) instanceof TransactionStatus.Reverted(String reason, var hash)) {
            if (facts.attempts >= MOST_OPENINGS || facts.endWish != null)
                return new Step.Become(offered.failed("the escrow refused it: " + reason));
            return new Step.TryAgain(pause(facts.attempts));
        }
        if (facts.endWish != null) return new Step.Become(offered.failed(facts.endWish));
        if (facts.now.isAfter(facts.openBy))
            return new Step.Become(offered.failed("its deposit did not reach the escrow in time"));
        return new Step.SendOpening();
    }

    private static Step closing(LeaseState.Closing closing, Facts facts) {
        io.peerhost.chain.lease.LeaseState onChain =
                facts.onChain.orElseThrow(() -> new IllegalStateException("The escrow does not know a funded lease"));
        return returning(onChain, facts, new Step.Become(closing.closed()));
    }

    /**
     * Its opening is known to whoever reads the chain, and opens it when it is sent again before {@code openBy}: then the
     * deposit goes back. It stays failed, for its replica has found another seller.
     */
    private static Step watching(Facts facts) {
        if (facts.onChain.isPresent()) return returning(facts.onChain.get(), facts, new Step.Rest());
        return facts.now.isBefore(facts.openBy.plus(BEHIND)) ? new Step.Wait(LONGEST_PAUSE) : new Step.Rest();
    }

    /** @param end when the renter has the rest */
    private static Step returning(io.peerhost.chain.lease.LeaseState onChain, Facts facts, Step end) {
        if (onChain.withdrawn()) return end;
        if (facts.transaction.orElse(null) instanceof TransactionStatus.Reverted)
            return new Step.TryAgain(pause(facts.attempts));
        if (onChain.closingAt().isEmpty()) return new Step.SendClosing();
        return withdrawing(onChain.closingAt().get(), facts);
    }

    /** The renter's rest goes out once its seller has got the last of the bill, which settling may be late with. */
    private static Step withdrawing(Instant asked, Facts facts) {
        Instant due = asked.plus(facts.withdrawDelay).plus(SOON);
        if (facts.now.isBefore(due)) return new Step.Wait(Duration.between(facts.now, due));
        boolean waits = !facts.settledUntil.isAfter(asked)
                && facts.now.isBefore(asked.plus(facts.withdrawDelay.multipliedBy(MOST_DELAYS)));
        return waits ? new Step.Wait(SETTLING) : new Step.SendWithdrawal();
    }

    private static Duration pause(int attempts) {
        Duration doubled = SOON.multipliedBy(1L << Math.min(attempts, 10));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
