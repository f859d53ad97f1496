package io.peerhost.marketplace.order;

import io.peerhost.marketplace.wallet.Wallets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;

/** What a renter can still promise. */
@ApplicationScoped
class Funds {
    private final Wallets wallets;
    private final EntityManager database;

    Funds(Wallets wallets, EntityManager database) {
        this.wallets = wallets;
        this.database = database;
    }

    /** Base units in the wallet that are not promised to leases on their way. Asks the chain. */
    BigInteger free(UUID account) {
        BigInteger balance = wallets.balance(wallets.of(account));
        BigDecimal promised = (BigDecimal) database.createNativeQuery(
                        "SELECT coalesce(sum(deposit), 0) FROM lease WHERE renter = ?1 AND stage = 'OFFERED'",
                        BigDecimal.class)
                .setParameter(1, account)
                .getSingleResult();
        return balance.subtract(promised.toBigInteger()).max(BigInteger.ZERO);
    }
}
