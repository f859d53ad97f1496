package io.peerhost.marketplace.lease;

import io.peerhost.protocol.lease.LeaseStage;

/**
 * Where a lease is, and where it may go: only the moves that a state has as methods exist.
 *
 * <pre>
 * Offered -> Funded -> Active
 *    |          |         |
 *    v          +----+----+
 *  Failed            v
 *                 Closing -> Closed
 * </pre>
 */
public sealed interface LeaseState {
    LeaseStage stage();

    /** Why it ended or is to end; null else. */
    default String reason() {
        return null;
    }

    /** Placed with a seller, capacity reserved; its deposit is on the way into the escrow. */
    record Offered() implements LeaseState {
        /** The escrow holds the deposit. */
        public Funded funded() {
            return new Funded();
        }

        /** The escrow did not open it. When somebody else has it opened later, the deposit goes back ({@link LeasePlan}). */
        public Failed failed(String reason) {
            return new Failed(reason);
        }

        @Override
        public LeaseStage stage() {
            return LeaseStage.OFFERED;
        }
    }

    /** Paid in advance; the seller's agent is told to run it. */
    record Funded() implements LeaseState {
        /** The seller's agent took it. */
        public Active active() {
            return new Active();
        }

        public Closing closing(String reason) {
            return new Closing(reason);
        }

        @Override
        public LeaseStage stage() {
            return LeaseStage.FUNDED;
        }
    }

    record Active() implements LeaseState {
        public Closing closing(String reason) {
            return new Closing(reason);
        }

        @Override
        public LeaseStage stage() {
            return LeaseStage.ACTIVE;
        }
    }

    /** No longer run; the seller may still claim, then the renter gets the rest. */
    record Closing(String reason) implements LeaseState {
        public Closing {
            requireReason(reason);
        }

        /** The escrow has given back the rest. */
        public Closed closed() {
            return new Closed(reason);
        }

        @Override
        public LeaseStage stage() {
            return LeaseStage.CLOSING;
        }
    }

    record Closed(String reason) implements LeaseState {
        @Override
        public LeaseStage stage() {
            return LeaseStage.CLOSED;
        }
    }

    record Failed(String reason) implements LeaseState {
        public Failed {
            requireReason(reason);
        }

        @Override
        public LeaseStage stage() {
            return LeaseStage.FAILED;
        }
    }

    /** As a row keeps it. */
    static LeaseState of(LeaseStage stage, String reason) {
        return switch (stage) {
            case OFFERED -> new Offered();
            case FUNDED -> new Funded();
            case ACTIVE -> new Active();
            case CLOSING -> new Closing(reason);
            case CLOSED -> new Closed(reason);
            case FAILED -> new Failed(reason);
        };
    }

    private static void requireReason(String reason) {
        if (reason == null || reason.isBlank()) throw new IllegalArgumentException("Why a lease ends must be said");
    }
}
