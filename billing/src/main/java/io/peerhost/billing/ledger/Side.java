package io.peerhost.billing.ledger;

/** The two sides of an account. */
public enum Side {
    DEBIT,
    CREDIT
}
