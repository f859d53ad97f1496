package io.peerhost.billing.ledger;

import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** Where accounts stand. Refuses what would take one below nothing, so nobody spends what is not there. */
public final class Balances {
    private final Map<Account, BigInteger> amounts = new HashMap<>();

    public static Balances none() {
        return new Balances(Map.of());
    }

    public Balances(Map<Account, BigInteger> standing) {
        amounts.putAll(standing);
    }

    /**
     * Takes an entry in.
     *
     * @throws Overdrawn when an account would fall below nothing; nothing is taken in then
     */
    public void apply(Entry entry) {
        Map<Account, BigInteger> moved = new HashMap<>();
        for (Line line : entry.lines())
            moved.put(
                    line.account(),
                    moved.getOrDefault(line.account(), of(line.account())).add(line.growth()));
        moved.forEach((account, amount) -> {
            if (amount.signum() < 0) throw new Overdrawn(entry, account, amount);
        });
        amounts.putAll(moved);
    }

    public BigInteger of(Account account) {
        return amounts.getOrDefault(account, BigInteger.ZERO);
    }

    public BigInteger of(Account.Kind kind, Bytes32 lease) {
        return of(new Account(kind, lease));
    }

    /** What the escrow holds is what is owed, to seller and renter together. */
    public boolean covers(Bytes32 lease) {
        return of(Account.Kind.ESCROW, lease)
                .equals(of(Account.Kind.RENTER, lease).add(of(Account.Kind.SELLER, lease)));
    }

    /** An entry would take an account below nothing. */
    public static final class Overdrawn extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Overdrawn(Entry entry, Account account, BigInteger amount) {
            super(entry.reference() + " would take " + account.kind() + " of " + account.lease() + " to " + amount);
        }
    }
}
