package io.peerhost.marketplace.order;

import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.lease.LeaseMoves;
import io.peerhost.marketplace.lease.Unseen;
import io.peerhost.marketplace.lease.WitnessFeed;
import io.peerhost.marketplace.provider.ProviderConfig;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.replica.ReplicaState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Finds other sellers for replicas that have none: their seller is lost or serves nothing, or their lease was never opened. The
 * lease of such a seller ends and a new one begins elsewhere, both or neither: while the market has no place the old one stays, for its seller
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
    private final ProviderConfig config;
    private final Clock clock;
    private final Instant startedAt;

    /** A lease to look at, of whose site and renter. */
    private record Found(String lease, UUID site, UUID renter) {}

    private interface Step {
        void take(Lease lease, RentedSite site, Funds.Held held);
    }

    public Replacement(
            Placement placement,
            LeaseMoves moves,
            Funds funds,
            EntityManager database,
            ProviderConfig config,
            Clock clock) {
        this.placement = placement;
        this.moves = moves;
        this.funds = funds;
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void goOn() {
        lost().forEach(found -> inTransaction(found, this::leaveLost));
        markUnready();
        if (clock.instant().isAfter(startedAt.plus(config.unservedAfter())))
            Stream.concat(unserved().stream(), unseen().stream())
                    .forEach(found -> inTransaction(found, this::leaveUnserved));
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

    /** From now on its time is counted: its agent is there, its site is published, and it serves nothing. */
    private void markUnready() {
        QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery("""
                        UPDATE lease SET unready_since = ?1 WHERE unready_since IS NULL AND stage IN ('FUNDED', 'ACTIVE')
                            AND said_state IS DISTINCT FROM 'READY'
                            AND site IN (SELECT id FROM site WHERE root IS NOT NULL AND deleted_at IS NULL)
                            AND agent IN (SELECT address FROM agent WHERE presence = 'ONLINE')""")
                .setParameter(1, clock.instant())
                .executeUpdate());
    }

    private List<Found> unserved() {
        return found("""
                SELECT l.id, l.site, l.renter FROM lease l JOIN agent a ON a.address = l.agent
                WHERE l.stage IN ('FUNDED', 'ACTIVE') AND l.said_state IS DISTINCT FROM 'READY' AND a.presence = 'ONLINE'
                    AND l.unready_since <= ?2 AND coalesce(l.next_search_at <= ?1, true)
                ORDER BY l.unready_since, l.id""", clock.instant().minus(config.unservedAfter()));
    }

    /** They say that they are ready, and edges that see others do not see them. */
    private List<Found> unseen() {
        return found("""
                SELECT l.id, l.site, l.renter FROM unseen_replica u JOIN lease l ON l.id = u.lease JOIN agent a ON a.address = l.agent
                WHERE l.stage IN ('FUNDED', 'ACTIVE') AND l.said_state = 'READY' AND a.presence = 'ONLINE'
                    AND u.slots >= ?2 AND u.last_slot >= ?3 AND coalesce(l.next_search_at <= ?1, true)
                ORDER BY l.id""", Unseen.slotsOf(config.unservedAfter()), WitnessFeed.since(clock));
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

    /**
     * A release that nobody serves is tried with one seller more and then left where it is: it may be the renter's own fault.
     */
    private void leaveUnserved(Lease lease, RentedSite site, Funds.Held held) {
        boolean ready = lease.saidState == ReplicaState.READY;
        boolean serves = ready ? !Unseen.is(lease.id, config.unservedAfter()) : lease.unreadySince == null;
        if (!lease.state().stage().runs() || serves) return;
        boolean tried = Lease.count("site = ?1 and unserved = ?2", site.id, site.root) > 0;
        if (tried && !Lease.isServed(site.id, site.root))
            later(
                    lease,
                    (ready ? "Nobody outside sees this release at any seller" : "No seller could start this release")
                            + ", so no other is tried until you publish the next one."
                            + (lease.saidMessage == null ? "" : " The last one said: " + lease.saidMessage));
        else begun(lease, site, held, 0, () -> moves.leave(lease, site.root));
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

    /** Who has a replica of the site, and with whom this one's opening failed a while ago, and who did not serve what is published. */
    private Set<UUID> avoided(RentedSite site, int replica) {
        return Lease.ofSite(site.id).stream()
                .filter(lease -> !lease.state().stage().ended()
                        || failedLately(lease, replica)
                        || site.root != null && site.root.equals(lease.unserved))
                .map(lease -> lease.seller)
                .collect(Collectors.toSet());
    }

    private boolean failedLately(Lease lease, int replica) {
        return lease.replica == replica
                && lease.state().stage() == LeaseStage.FAILED
                && lease.stageAt.plus(AVOIDED).isAfter(clock.instant());
    }

    private List<Found> found(String sql, Object... more) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var query = database.createNativeQuery(sql, Object[].class).setParameter(1, clock.instant());
            for (int i = 0; i < more.length; i++) query.setParameter(i + 2, more[i]);
            List<?> rows = query.setMaxResults(AT_ONCE).getResultList();
            return rows.stream()
                    .map(Object[].class::cast)
                    .map(row -> new Found((String) row[0], (UUID) row[1], (UUID) row[2]))
                    .toList();
        });
    }
}
