package io.peerhost.marketplace.lease;

import io.peerhost.chain.node.Chain;
import io.peerhost.marketplace.change.Change;
import io.peerhost.marketplace.change.Heard;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.marketplace.wallet.Transactions;
import io.peerhost.marketplace.wallet.Wallets;
import io.peerhost.protocol.lease.LeaseStage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Brings leases from step to step: looks at the row and the chain, asks {@link LeasePlan}, does that in one transaction with
 * the row locked and still as it was. Woken by changes, and by the clock for what was missed.
 */
@ApplicationScoped
public class LeaseWorker {
    private static final Logger LOG = Logger.getLogger(LeaseWorker.class);
    private static final int AT_ONCE = 200;
    private static final Duration DELETED_LATELY = Duration.ofDays(1);
    private static final int MOST_WOKEN = 10_000;

    private final Chain chain;
    private final Transactions transactions;
    private final LeaseDeeds deeds;
    private final LeaseMoves moves;
    private final EntityManager database;
    private final Clock clock;
    private final Set<String> woken = ConcurrentHashMap.newKeySet();
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private final Semaphore nudges = new Semaphore(0);
    private volatile Thread thread;
    private volatile Duration withdrawDelay;

    public LeaseWorker(
            Chain chain,
            Transactions transactions,
            LeaseDeeds deeds,
            LeaseMoves moves,
            EntityManager database,
            Clock clock) {
        this.chain = chain;
        this.transactions = transactions;
        this.deeds = deeds;
        this.moves = moves;
        this.database = database;
        this.clock = clock;
    }

    /** A lease as it was when its next step was decided. */
    private record Seen(
            Lease lease, LeaseState state, String sent, long version, boolean siteGone, Instant settledUntil) {
        static Seen of(Lease lease) {
            RentedSite site = RentedSite.findById(lease.site);
            return new Seen(
                    lease, lease.state(), lease.sent, lease.version(), site.deletedAt != null, SettledUntil.known());
        }

        boolean still(Lease now) {
            return now.version() == version && Objects.equals(now.sent, sent);
        }
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().daemon().name("lease-worker").unstarted(this::run);
        thread.start();
    }

    void stop(@Observes @Priority(10) ShutdownEvent event) throws InterruptedException {
        Thread ending = thread;
        thread = null;
        nudges.release();
        ending.join(5_000);
    }

    void changed(@Observes Heard heard) {
        heard.changes().forEach(this::changed);
    }

    private void changed(Change change) {
        switch (change) {
            case Change.OfLease(String lease) -> wake(lease);
            case Change.OfTransaction(String key) when key.startsWith("lease-") -> wake(key.split(":")[1]);
            case Change.OfTransaction other -> {}
            case Change.OfAgent agent -> {}
            case Change.OfOffer offer -> {}
            case Change.OfAll all -> {}
        }
    }

    /** What finds no room is found by the clock. */
    private void wake(String lease) {
        if (woken.size() < MOST_WOKEN) woken.add(lease);
        nudges.release();
    }

    private void run() {
        while (thread == Thread.currentThread()) {
            try {
                if (nudges.tryAcquire(1, TimeUnit.SECONDS)) nudges.drainPermits();
                Set<String> now = new LinkedHashSet<>(woken);
                woken.removeAll(now);
                now.addAll(due());
                now.addAll(orphans());
                now.forEach(this::look);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warnf("leases wait: %s", e.getMessage());
            }
        }
    }

    /** Takes one lease one step further, if it has one to take. */
    public void look(String id) {
        try {
            Optional<Seen> seen = QuarkusTransaction.requiringNew()
                    .call(() -> Lease.<Lease>findByIdOptional(id).map(Seen::of));
            if (seen.isEmpty() || seen.get().state instanceof LeaseState.Closed) return;
            LeasePlan.Step step = LeasePlan.next(seen.get().state, facts(seen.get()));
            Optional<Wallets.Turn> turn =
                    step instanceof LeasePlan.Step.SendOpening ? deeds.turn(seen.get().lease) : Optional.empty();
            QuarkusTransaction.requiringNew().run(() -> Lease.locked(id)
                    .filter(lease -> seen.get().still(lease))
                    .ifPresent(lease -> take(lease, step, turn)));
            troubles.remove(id);
        } catch (RuntimeException e) {
            trouble(id, String.valueOf(e.getMessage()));
        }
    }

    /** The same trouble, met every second, is told once. */
    private void trouble(String id, String message) {
        if (troubles.size() >= MOST_WOKEN) troubles.clear();
        if (!message.equals(troubles.put(id, message))) LOG.warnf("lease %s waits: %s", id, message);
    }

    private LeasePlan.Facts facts(Seen seen) {
        Lease lease = seen.lease;
        return new LeasePlan.Facts(
                lease.sent == null ? Optional.empty() : transactions.status(lease.sent),
                chain.lease(lease.key()),
                seen.siteGone && lease.reason == null ? "the site was deleted" : lease.reason,
                lease.attempts,
                lease.openBy,
                withdrawDelay(),
                seen.settledUntil,
                clock.instant());
    }

    private void take(Lease lease, LeasePlan.Step step, Optional<Wallets.Turn> turn) {
        switch (step) {
            case LeasePlan.Step.Wait(Duration pause) ->
                lease.nextTryAt = clock.instant().plus(pause);
            case LeasePlan.Step.TryAgain(Duration pause) -> {
                lease.sent = null;
                lease.attempts++;
                lease.nextTryAt = clock.instant().plus(pause);
            }
            case LeasePlan.Step.SendOpening() ->
                sent(lease, turn.flatMap(next -> deeds.open(lease, next)).orElse(null));
            case LeasePlan.Step.SendClosing() -> sent(lease, deeds.close(lease));
            case LeasePlan.Step.SendWithdrawal() -> sent(lease, deeds.withdraw(lease));
            case LeasePlan.Step.Rest() -> lease.nextTryAt = null;
            case LeasePlan.Step.Become(LeaseState next) -> {
                String wish = lease.reason;
                moves.move(lease, next);
                if (next instanceof LeaseState.Funded funded && wish != null) moves.move(lease, funded.closing(wish));
            }
        }
    }

    private void sent(Lease lease, String key) {
        lease.sent = key;
        lease.nextTryAt = clock.instant().plusSeconds(1);
    }

    private List<String> due() {
        return QuarkusTransaction.requiringNew().call(() -> database.createQuery(
                        "select id from Lease where stage in ?1 and nextTryAt <= ?2 order by nextTryAt", String.class)
                .setParameter(1, List.of(LeaseStage.OFFERED, LeaseStage.CLOSING, LeaseStage.FAILED))
                .setParameter(2, clock.instant())
                .setMaxResults(AT_ONCE)
                .getResultList());
    }

    /** They run though their site was deleted lately: who began them did not see that. */
    private List<String> orphans() {
        return QuarkusTransaction.requiringNew().call(() -> database.createQuery(
                        "select l.id from RentedSite s join Lease l on l.site = s.id"
                                + " where s.deletedAt > ?1 and l.stage in ?2",
                        String.class)
                .setParameter(1, clock.instant().minus(DELETED_LATELY))
                .setParameter(2, List.of(LeaseStage.FUNDED, LeaseStage.ACTIVE))
                .setMaxResults(AT_ONCE)
                .getResultList());
    }

    private Duration withdrawDelay() {
        Duration known = withdrawDelay;
        if (known == null) withdrawDelay = known = chain.withdrawDelay();
        return known;
    }
}
