package io.peerhost.billing.ledger;

import io.peerhost.protocol.identity.Bytes32;

/** An account of the ledger; each lease has one of each kind. */
public record Account(Kind kind, Bytes32 lease) {
    /** What an account stands for, and the side it grows on. */
    public enum Kind {
        /** Tokens the escrow contract holds for the lease. */
        ESCROW(Side.DEBIT),
        /** What of them is still the renter's. */
        RENTER(Side.CREDIT),
        /** What of them the seller has earned and not yet got. */
        SELLER(Side.CREDIT);

        private final Side normal;

        Kind(Side normal) {
            this.normal = normal;
        }

        public Side normal() {
            return normal;
        }
    }

    public Account {
        if (kind == null || lease == null) throw new IllegalArgumentException("An account needs kind and lease");
    }
}
