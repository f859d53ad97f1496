package io.peerhost.marketplace.order;

import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.lease.LeaseMoves;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.marketplace.wallet.Wallets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Moves the replicas of lost sellers: the old lease ends and a new one begins elsewhere, both or neither. While the market has
 * no place the old one stays, for its seller is welcome back.
 */
@ApplicationScoped
public class Replacement {
    private static final Logger LOG = Logger.getLogger(Replacement.class);
    private static final int AT_ONCE = 50;

    private final Placement placement;
    private final LeaseMoves moves;
    private final Wallets wallets;
    private final EntityManager database;

    public Replacement(Placement placement, LeaseMoves moves, Wallets wallets, EntityManager database) {
        this.placement = placement;
        this.moves = moves;
        this.wallets = wallets;
        this.database = database;
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void goOn() {
        for (String lease : missing()) {
            try {
                QuarkusTransaction.requiringNew().run(() -> replace(lease));
            } catch (RuntimeException e) {
                LOG.warnf("lease %s is not replaced yet: %s", lease, e.getMessage());
            }
        }
    }

    /** Leases that ought to run and do not: their agent is lost, or their opening failed. */
    private List<String> missing() {
        return QuarkusTransaction.requiringNew()
                .call(() -> strings(database.createNativeQuery("""
                        SELECT l.id FROM lease l JOIN agent a ON a.address = l.agent JOIN site s ON s.id = l.site
                        WHERE s.deleted_at IS NULL AND l.stage IN ('FUNDED', 'ACTIVE') AND a.presence = 'LOST'
                        ORDER BY l.stage_at, l.id""", String.class)
                        .setMaxResults(AT_ONCE)
                        .getResultList()));
    }

    private void replace(String id) {
        Lease lost =
                Lease.locked(id).filter(lease -> lease.state().stage().runs()).orElse(null);
        if (lost == null) return;
        RentedSite site = RentedSite.locked(lost.site).orElseThrow();
        BigInteger balance = wallets.balance(wallets.of(site.account));
        BigInteger deposit = lost.deposit.min(balance);
        if (site.deletedAt != null || deposit.signum() == 0) return;
        Wish wish = new Wish(
                site.kind,
                site.resources(),
                1,
                site.maxHourly.divide(BigInteger.valueOf(site.replicas)),
                site.wishedRegions(),
                sellersOf(site));
        if (!(placement.reserve(wish) instanceof Match.Found(List<Candidate> found))) return;
        moves.breakOff(lost);
        database.flush();
        placement.begin(site, lost.replica, found.getFirst(), deposit);
    }

    private static Set<UUID> sellersOf(RentedSite site) {
        return Lease.ofSite(site.id).stream()
                .filter(lease -> !lease.state().stage().ended())
                .map(lease -> lease.seller)
                .collect(Collectors.toSet());
    }

    private static List<String> strings(List<?> rows) {
        return rows.stream().map(String.class::cast).toList();
    }
}
