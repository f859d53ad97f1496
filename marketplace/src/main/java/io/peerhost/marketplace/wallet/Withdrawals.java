package io.peerhost.marketplace.wallet;

import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.call.Calls;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.chain.transaction.TransactionStatus;
import io.peerhost.protocol.identity.Address;
import io.peerhost.rest.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Moves tokens out of held wallets. A held wallet has no gas: it permits the portal's key to move the amount, and that key
 * does. Every step is a row's state and a transaction under the row's own name, so any instance goes on with any of them.
 */
@ApplicationScoped
public class Withdrawals {
    private static final Logger LOG = Logger.getLogger(Withdrawals.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int AT_ONCE = 100;
    private static final List<Withdrawal.State> MOVING =
            List.of(Withdrawal.State.WAITING, Withdrawal.State.PERMITTED, Withdrawal.State.MOVED);

    private final Wallets wallets;
    private final Transactions transactions;
    private final Calls calls;
    private final Chain chain;
    private final TransactionSender sender;
    private final ChainConfig config;
    private final Clock clock;

    public Withdrawals(
            Wallets wallets,
            Transactions transactions,
            Calls calls,
            Chain chain,
            TransactionSender sender,
            ChainConfig config,
            Clock clock) {
        this.wallets = wallets;
        this.transactions = transactions;
        this.calls = calls;
        this.chain = chain;
        this.sender = sender;
        this.config = config;
        this.clock = clock;
    }

    /** Test tokens for trying things out. */
    @Transactional(Transactional.TxType.MANDATORY)
    public WalletResource.Gift gift(UUID account) {
        if (config.faucet() <= 0) throw Problem.missing("There is no faucet here.");
        BigInteger amount = BigInteger.valueOf(config.faucet());
        String key = "faucet:" + UUID.randomUUID();
        transactions.enqueue(key, calls.mint(wallets.of(account).key(), amount));
        return new WalletResource.Gift(amount, key);
    }

    /**
     * Nothing moves yet. What reaches a contract of ours without being asked for can never leave it.
     *
     * @return what the wallet would hold after it, base units
     * @throws Problem 422 when the wallet holds less, or the target is no place for it
     */
    public BigInteger check(UUID account, Address target, BigInteger amount) {
        return check(account, target, amount, balance(account));
    }

    /** What a wallet holds, base units. Asks the chain, so not within a transaction. */
    public BigInteger balance(UUID account) {
        return wallets.balance(wallets.of(account));
    }

    private BigInteger check(UUID account, Address target, BigInteger amount, BigInteger balance) {
        Wallet wallet = wallets.of(account);
        ChainSettings ours = chain.settings();
        if (List.of(Address.ZERO, wallet.key(), ours.token(), ours.escrow(), ours.settlement())
                .contains(target))
            throw Problem.refused("wrong-target", "Give an address of your own outside Peerhost.");
        if (amount.signum() <= 0) throw Problem.malformed("The amount is above 0.");
        if (amount.compareTo(balance) > 0)
            throw Problem.refused("balance-too-low", "Your wallet holds " + balance + " base units.")
                    .with("balance", balance);
        return balance.subtract(amount);
    }

    /**
     * @param balance what the wallet holds, asked before
     * @throws Problem 422 as {@link #check}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Withdrawal ask(UUID account, Address target, BigInteger amount, BigInteger balance) {
        check(account, target, amount, balance);
        Withdrawal asked = new Withdrawal();
        asked.id = UUID.randomUUID();
        asked.account = account;
        asked.target = target.hex();
        asked.amount = amount;
        asked.state = Withdrawal.State.WAITING;
        asked.createdAt = clock.instant();
        asked.nextTryAt = asked.createdAt;
        asked.persist();
        return asked;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void goOn() {
        List<Withdrawal> due = QuarkusTransaction.requiringNew().call(() -> Withdrawal.<Withdrawal>find(
                        "state in ?1 and nextTryAt <= ?2 order by nextTryAt", MOVING, clock.instant())
                .page(0, AT_ONCE)
                .list());
        for (Withdrawal one : due) {
            try {
                step(one);
            } catch (RuntimeException e) {
                LOG.warnf("withdrawal %s waits: %s", one.id, e.getMessage());
            }
        }
    }

    /** The chain is asked first: a slow node would hold the row, and a connection. */
    private void step(Withdrawal seen) {
        Consumer<Withdrawal> next = next(seen);
        QuarkusTransaction.requiringNew().run(() -> {
            Withdrawal one = Withdrawal.findById(seen.id, LockModeType.PESSIMISTIC_WRITE);
            one.nextTryAt = clock.instant().plus(AGAIN);
            if (one.state == seen.state) next.accept(one);
        });
    }

    private Consumer<Withdrawal> next(Withdrawal seen) {
        return switch (seen.state) {
            case WAITING -> {
                Optional<Wallets.Turn> turn = wallets.turn(seen.account, seen.permitKey());
                yield one -> turn.ifPresent(given -> permit(one, given));
            }
            case PERMITTED -> {
                Optional<TransactionStatus> permitted = ended(seen.permitKey());
                Optional<String> refused = permitted.flatMap(status -> refusal(seen, status));
                yield one -> permitted.ifPresent(status -> move(one, refused));
            }
            case MOVED -> {
                Optional<TransactionStatus> moved = ended(seen.moveKey());
                yield one -> moved.ifPresent(status -> finish(one, status));
            }
            case DONE, FAILED -> one -> {};
        };
    }

    private void permit(Withdrawal one, Wallets.Turn turn) {
        wallets.permit(turn, sender.address(), one.amount, one.permitKey()).ifPresent(permit -> {
            transactions.enqueue(one.permitKey(), calls.permit(permit));
            one.state = Withdrawal.State.PERMITTED;
        });
    }

    /** Anybody who sees a permit can hand it to the token: then ours comes second, and the allowance is there. */
    private Optional<String> refusal(Withdrawal one, TransactionStatus permitted) {
        return permitted instanceof TransactionStatus.Reverted(String reason, var hash)
                        && chain.allowance(wallets.of(one.account).key(), sender.address())
                                        .compareTo(one.amount)
                                < 0
                ? Optional.of(reason)
                : Optional.empty();
    }

    private void move(Withdrawal one, Optional<String> refused) {
        if (refused.isPresent()) {
            fail(one, refused.get());
            return;
        }
        Address from = wallets.of(one.account).key();
        transactions.enqueue(one.moveKey(), calls.transferFrom(from, new Address(one.target), one.amount));
        one.state = Withdrawal.State.MOVED;
    }

    private void finish(Withdrawal one, TransactionStatus moved) {
        if (moved instanceof TransactionStatus.Reverted(String reason, var hash)) fail(one, reason);
        else one.state = Withdrawal.State.DONE;
    }

    private static void fail(Withdrawal one, String reason) {
        one.state = Withdrawal.State.FAILED;
        one.reason = reason;
        LOG.warnf("withdrawal %s failed: %s", one.id, reason);
    }

    private Optional<TransactionStatus> ended(String key) {
        return transactions.status(key).filter(status -> !(status instanceof TransactionStatus.Pending));
    }
}
