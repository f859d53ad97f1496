package io.peerhost.marketplace.order;

import io.peerhost.marketplace.account.Account;
import io.peerhost.marketplace.wallet.Wallets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** What a renter can still promise. */
@ApplicationScoped
public class Funds {
    private final Wallets wallets;
    private final EntityManager database;
    private final Clock clock;

    Funds(Wallets wallets, EntityManager database, Clock clock) {
        this.wallets = wallets;
        this.database = database;
        this.clock = clock;
    }

    /** What a renter's wallet held when the chain was asked. */
    public record Held(UUID account, BigInteger amount, Instant asked) {}

    /** Asks the chain, so not within a transaction: a slow node would hold its locks and its connection. */
    public Held ask(UUID account) {
        Instant now = clock.instant();
        return new Held(account, wallets.balance(wallets.of(account)), now);
    }

    /**
     * Base units that are not promised to leases on their way. Whoever asks next of the same account waits until this
     * transaction has ended, so that nothing is promised twice. A lease funded since the chain was asked counts too: what was
     * asked may still hold its deposit.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    BigInteger free(Held held) {
        Account.findById(held.account, LockModeType.PESSIMISTIC_WRITE);
        BigDecimal promised = (BigDecimal) database.createNativeQuery("""
                        SELECT coalesce(sum(deposit), 0) FROM lease
                        WHERE renter = ?1 AND (stage = 'OFFERED' OR stage IN ('FUNDED', 'ACTIVE') AND stage_at >= ?2)""", BigDecimal.class)
                .setParameter(1, held.account)
                .setParameter(2, held.asked)
                .getSingleResult();
        return held.amount.subtract(promised.toBigInteger()).max(BigInteger.ZERO);
    }
}
