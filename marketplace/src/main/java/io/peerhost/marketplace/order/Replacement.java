package io.peerhost.marketplace.order;

import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.lease.LeaseMoves;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.protocol.lease.LeaseStage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Finds other sellers for replicas that have none: their seller is lost, or their lease was never opened. The lease of a lost
 * seller ends and a new one begins elsewhere, both or neither: while the market has no place the old one stays, for its seller
 * is welcome back. What is tried, and when no more, the renter is told in {@link Lease#advice}.
 */
@ApplicationScoped
public class Replacement {
    /** Sellers of one replica in a row whose leases were not opened: then it is not for want of a seller. */
    static final int MOST_FAILURES = 4;

    private static final Logger LOG = Logger.getLogger(Replacement.class);
    private static final int AT_ONCE = 50;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** For so long a seller is passed over with whom an opening failed. */
    private static final Duration AVOIDED = Duration.ofHours(1);

    private final Placement placement;
    private final LeaseMoves moves;
    private final Funds funds;
    private final EntityManager database;
    private final Clock clock;

    /** A lease to look at, of whose site and renter. */
    private record Found(String lease, UUID site, UUID renter) {}

    private interface Step {
        void take(Lease lease, RentedSite site, Funds.Held held);
    }

    public Replacement(Placement placement, LeaseMoves moves, Funds funds, EntityManager database, Clock clock) {
        this.placement = placement;
        this.moves = moves;
        this.funds = funds;
        this.database = database;
        this.clock = clock;
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void goOn() {
        lost().forEach(found -> inTransaction(found, this::leaveLost));
        vacant().forEach(found -> inTransaction(found, this::fillVacant));
    }

    /** The site is locked before the lease, as by who deletes it; the chain is asked before both. */
    private void inTransaction(Found found, Step step) {
        try {
            Funds.Held held = funds.ask(found.renter);
            QuarkusTransaction.requiringNew().run(() -> {
                RentedSite site = RentedSite.locked(found.site).orElseThrow();
                if (site.deletedAt == null) Lease.locked(found.lease).ifPresent(lease -> step.take(lease, site, held));
            });
        } catch (RuntimeException e) {
            LOG.warnf("lease %s is not replaced yet: %s", found.lease, e.getMessage());
        }
    }

    private List<Found> lost() {
        return found("""
                SELECT l.id, l.site, l.renter FROM lease l JOIN agent a ON a.address = l.agent JOIN site s ON s.id = l.site
                WHERE s.deleted_at IS NULL AND a.presence = 'LOST' AND NOT l.broken AND (l.stage = 'OFFERED'
                    OR l.stage IN ('FUNDED', 'ACTIVE') AND coalesce(l.next_search_at <= ?1, true))
                ORDER BY l.next_search_at NULLS FIRST, l.id""");
    }

    private List<Found> vacant() {
        return found("""
                SELECT l.id, l.site, l.renter FROM lease l JOIN site s ON s.id = l.site
                WHERE s.deleted_at IS NULL AND l.vacant AND coalesce(l.next_search_at <= ?1, true)
                ORDER BY l.next_search_at NULLS FIRST, l.id""");
    }

    /** One on its way into escrow ends and leaves its replica vacant; one that runs stays until another has begun. */
    private void leaveLost(Lease lost, RentedSite site, Funds.Held held) {
        if (lost.state().stage() == LeaseStage.OFFERED) moves.breakOff(lost);
        else if (lost.state().stage().runs()) begun(lost, site, held, 0, () -> moves.breakOff(lost));
    }

    private void fillVacant(Lease gone, RentedSite site, Funds.Held held) {
        if (!gone.vacant) return;
        int failures = gone.state().stage() == LeaseStage.FAILED ? gone.failures + 1 : 0;
        if (failures > MOST_FAILURES) giveUp(gone, failures);
        else begun(gone, site, held, failures, () -> {});
    }

    private void begun(Lease old, RentedSite site, Funds.Held held, int failures, Runnable before) {
        BigInteger deposit = old.deposit.min(funds.free(held));
        if (deposit.signum() == 0) {
            later(old, "Your wallet has nothing free for another seller's deposit. Add tokens to it.");
            return;
        }
        switch (placement.reserve(wish(site, old))) {
            case Match.None none -> later(old, advice(none));
            case Match.Found(List<Candidate> offers) -> {
                before.run();
                database.flush();
                Lease next = placement.begin(site, old.replica, offers.getFirst(), deposit);
                next.failures = failures;
                old.vacant = false;
                old.advice = null;
            }
        }
    }

    private void giveUp(Lease last, int failures) {
        last.vacant = false;
        last.advice = "No lease could be opened with " + failures
                + " sellers in a row, so no other is tried. Look at your wallet, delete the site and order it again.";
        LOG.warnf("lease %s: %s", last.id, last.advice);
    }

    private void later(Lease lease, String advice) {
        lease.advice = advice;
        Duration pause = Duration.ofSeconds(2L << Math.min(lease.searches++, 4));
        lease.nextSearchAt = clock.instant().plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    private static String advice(Match.None none) {
        return "No other seller fits: of " + none.standing() + (none.standing() == 1 ? " offer, " : " offers, ")
                + Exclusion.said(none.excluded()) + ". The search goes on; a site that wishes less finds more.";
    }

    private Wish wish(RentedSite site, Lease old) {
        return new Wish(
                site.kind,
                site.resources(),
                1,
                site.maxHourly.divide(BigInteger.valueOf(site.replicas)),
                site.maxEgressGib,
                site.wishedRegions(),
                avoided(site, old.replica));
    }

    /** Who has a replica of the site, and with whom this one's opening failed a while ago. */
    private Set<UUID> avoided(RentedSite site, int replica) {
        return Lease.ofSite(site.id).stream()
                .filter(lease -> !lease.state().stage().ended() || failedLately(lease, replica))
                .map(lease -> lease.seller)
                .collect(Collectors.toSet());
    }

    private boolean failedLately(Lease lease, int replica) {
        return lease.replica == replica
                && lease.state().stage() == LeaseStage.FAILED
                && lease.stageAt.plus(AVOIDED).isAfter(clock.instant());
    }

    private List<Found> found(String sql) {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<?> rows = database.createNativeQuery(sql, Object[].class)
                    .setParameter(1, clock.instant())
                    .setMaxResults(AT_ONCE)
                    .getResultList();
            return rows.stream()
                    .map(Object[].class::cast)
                    .map(row -> new Found((String) row[0], (UUID) row[1], (UUID) row[2]))
                    .toList();
        });
    }
}
