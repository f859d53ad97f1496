package io.peerhost.billing.ledger;

import java.math.BigInteger;

/** One side of one account moves by {@code amount} base units, more than none. */
public record Line(Account account, Side side, BigInteger amount) {
    public Line {
        if (account == null || side == null) throw new IllegalArgumentException("A line needs account and side");
        if (amount == null || amount.signum() <= 0)
            throw new IllegalArgumentException("A line moves more than nothing: " + amount);
    }

    /** By how much the account's balance grows. */
    BigInteger growth() {
        return side == account.kind().normal() ? amount : amount.negate();
    }
}
