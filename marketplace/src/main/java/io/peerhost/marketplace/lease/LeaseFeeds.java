package io.peerhost.marketplace.lease;

import io.peerhost.marketplace.change.Changes;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.CloseRequest;
import io.peerhost.protocol.release.ReleaseEvent;
import io.peerhost.protocol.settlement.SettlementEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What other services' events do to leases; any of them again, or out of order, changes nothing. */
@ApplicationScoped
public class LeaseFeeds {
    private static final Logger LOG = Logger.getLogger(LeaseFeeds.class);

    private static final String OWE = """
            UPDATE lease SET owed = told.owed FROM unnest(CAST(?1 AS text[]), CAST(?2 AS numeric[])) AS told (id, owed)
             WHERE lease.id = told.id AND lease.owed < told.owed RETURNING lease.id""";

    private final EntityManager database;
    private final LeaseMoves moves;
    private final Changes changes;

    public LeaseFeeds(EntityManager database, LeaseMoves moves, Changes changes) {
        this.database = database;
        this.moves = moves;
        this.changes = changes;
    }

    /** A site's pointer moved: its agents are told what to serve. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void released(ReleaseEvent release) {
        Optional<RentedSite> known = RentedSite.locked(release.site());
        if (known.isEmpty() || known.get().releaseMove >= release.move()) return;
        RentedSite site = known.get();
        site.releaseMove = release.move();
        site.release = release.release();
        site.root = release.root().hex();
        site.documentRoot = release.pages().documentRoot();
        site.hosts = Json.write(release.hosts());
        Lease.update(
                "unreadySince = null, advice = null, searches = 0 where site = ?1"
                        + " and (unreadySince is not null or id in (select u.lease from Unseen u))",
                site.id);
        Unseen.forget(site.id);
        changes.agents(Lease.ofSite(site.id).stream()
                .filter(lease -> lease.state().stage().runs())
                .map(lease -> lease.agent)
                .collect(Collectors.toSet()));
        LOG.infof("site %s serves release %d", site.name, release.release());
    }

    /** The escrow was asked for a lease's end; mostly by us, then it is ending already. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void closeRequested(CloseRequest request) {
        Lease.locked(request.lease().hex()).ifPresent(lease -> moves.end(lease, "its end was asked of the escrow"));
    }

    /** What leases have come to: one that has earned its whole deposit ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void settled(SettlementEvent settlement) {
        if (settlement.stage() == SettlementEvent.Stage.CLAIMED) SettledUntil.reach(settlement.until());
        for (String id : owing(settlement.leases()))
            Lease.locked(id)
                    .filter(lease -> lease.owed.compareTo(lease.deposit) >= 0)
                    .ifPresent(lease -> moves.end(lease, "its deposit is used up"));
    }

    /** @return those that owe more than was known; in one statement, as all but the first of an epoch's events change none */
    private List<String> owing(List<SettlementEvent.Amount> amounts) {
        List<?> ids = database.createNativeQuery(OWE, String.class)
                .setParameter(
                        1, amounts.stream().map(amount -> amount.lease().hex()).toArray(String[]::new))
                .setParameter(
                        2,
                        amounts.stream()
                                .map(amount -> new BigDecimal(amount.cumulative()))
                                .toArray(BigDecimal[]::new))
                .getResultList();
        return ids.stream().map(String::valueOf).toList();
    }
}
