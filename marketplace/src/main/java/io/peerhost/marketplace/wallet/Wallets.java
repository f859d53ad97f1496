package io.peerhost.marketplace.wallet;

import io.peerhost.chain.lease.Permit;
import io.peerhost.chain.lease.SignedPermit;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.transaction.TransactionStatus;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The wallets held for accounts: made when first needed, and what they sign. */
@ApplicationScoped
public class Wallets {
    private static final Duration PERMIT_VALIDITY = Duration.ofHours(1);

    private final EntityManager database;
    private final Chain chain;
    private final Transactions transactions;
    private final SecureRandom random;
    private final Clock clock;
    private final WalletVault vault;
    private volatile Bytes32 tokenDomain;

    public Wallets(
            EntityManager database,
            Chain chain,
            Transactions transactions,
            ChainConfig config,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.chain = chain;
        this.transactions = transactions;
        this.random = random;
        this.clock = clock;
        this.vault = new WalletVault(config.walletMasterKey(), random);
    }

    public Wallet of(UUID account) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            Wallet wallet = Wallet.findById(account);
            return wallet == null ? made(account) : wallet;
        });
    }

    /** Tokens in a wallet, base units. Asks the chain. */
    public BigInteger balance(Wallet wallet) {
        return chain.balance(wallet.key());
    }

    public SigningKey key(UUID account) {
        Wallet wallet = of(account);
        return vault.open(account, new WalletVault.Sealed(wallet.nonce, wallet.secret));
    }

    /**
     * What the chain says of a wallet's next permit.
     *
     * @param after the transaction that its last permit was for; null when there was none
     */
    public record Turn(UUID account, String after, BigInteger nonce, Bytes32 tokenDomain) {}

    /**
     * Asks the chain, so not within a transaction: a slow node would hold its locks and its connection.
     *
     * @param forTransaction key of the transaction that will use the permit
     * @return empty while the permit before it is on its way: try again later
     */
    public Optional<Turn> turn(UUID account, String forTransaction) {
        Wallet wallet = of(account);
        String after = wallet.permitFor;
        if (after != null && !after.equals(forTransaction) && isPending(after)) return Optional.empty();
        return Optional.of(new Turn(account, after, chain.permitNonce(wallet.key()), tokenDomain()));
    }

    /**
     * An allowance for one transaction. A token takes its owner's permits in one order only, and each takes the place of the
     * allowance before it, so there is none while the one before is not used yet.
     *
     * @return empty when another one was given since the chain was asked, or is not used yet: ask again later
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<SignedPermit> permit(Turn turn, Address spender, BigInteger amount, String forTransaction) {
        Wallet wallet = Wallet.findById(turn.account, LockModeType.PESSIMISTIC_WRITE);
        database.refresh(wallet);
        if (!Objects.equals(wallet.permitFor, turn.after) || Withdrawal.isMoving(turn.account)) return Optional.empty();
        wallet.permitFor = forTransaction;
        long deadline = clock.instant().plus(PERMIT_VALIDITY).getEpochSecond();
        Permit permit = new Permit(wallet.key(), spender, amount, turn.nonce, deadline);
        return Optional.of(permit.sign(key(turn.account), turn.tokenDomain));
    }

    private boolean isPending(String transaction) {
        return transactions.status(transaction).orElse(null) instanceof TransactionStatus.Pending;
    }

    private Bytes32 tokenDomain() {
        Bytes32 known = tokenDomain;
        if (known == null) tokenDomain = known = chain.tokenDomain();
        return known;
    }

    private Wallet made(UUID account) {
        SigningKey key = SigningKey.generate(random);
        WalletVault.Sealed sealed = vault.seal(account, key);
        database.createNativeQuery("INSERT INTO wallet (account, address, nonce, secret, created_at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
                .setParameter(1, account)
                .setParameter(2, key.address().hex())
                .setParameter(3, sealed.nonce())
                .setParameter(4, sealed.secret())
                .setParameter(5, clock.instant())
                .executeUpdate();
        return Wallet.findById(account);
    }
}
