package io.peerhost.marketplace.lease;

import io.peerhost.marketplace.change.Changes;
import io.peerhost.marketplace.change.Events;
import io.peerhost.marketplace.offer.Offers;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Writes a lease's moves: state, event and what follows from it, in the caller's transaction. */
@ApplicationScoped
public class LeaseMoves {
    private static final Logger LOG = Logger.getLogger(LeaseMoves.class);

    private final Offers offers;
    private final Events events;
    private final Changes changes;
    private final Event<Broken> broken;
    private final EntityManager database;
    private final Clock clock;

    /** A seller did not keep a lease. */
    public record Broken(String agent) {}

    public LeaseMoves(
            Offers offers, Events events, Changes changes, Event<Broken> broken, EntityManager database, Clock clock) {
        this.offers = offers;
        this.events = events;
        this.changes = changes;
        this.broken = broken;
        this.database = database;
        this.clock = clock;
    }

    /** @param lease new and complete but for its name, which is the hash of its terms, and its state; its capacity is reserved already */
    @Transactional(Transactional.TxType.MANDATORY)
    public void begin(Lease lease) {
        lease.id = LeaseDeeds.terms(lease).lease().hex();
        lease.version = 0;
        lease.nextTryAt = clock.instant();
        write(lease, new LeaseState.Offered());
        lease.persist();
        changes.lease(lease.id);
    }

    /** @param lease locked; @param next reached from its state by one of the state's own methods */
    @Transactional(Transactional.TxType.MANDATORY)
    public void move(Lease lease, LeaseState next) {
        boolean ran = lease.stage.runs();
        lease.sent = null;
        lease.attempts = 0;
        lease.searches = 0;
        lease.nextSearchAt = null;
        lease.nextTryAt = clock.instant();
        write(lease, next);
        if (next.stage().ended()) offers.free(lease.offer, lease.reserved());
        lease.vacant = next instanceof LeaseState.Failed || next instanceof LeaseState.Closing && lease.broken;
        if (ran || next.stage().runs()) changes.agent(new Address(lease.agent));
        if (!next.stage().ended()) changes.lease(lease.id);
    }

    /** Ends a lease from wherever it is; nothing happens when it is ending already. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void end(Lease lease, String reason) {
        switch (lease.state()) {
            case LeaseState.Offered offered when lease.sent == null -> move(lease, offered.failed(reason));
            case LeaseState.Funded funded -> move(lease, funded.closing(reason));
            case LeaseState.Active active -> move(lease, active.closing(reason));
            // Its opening is on the way: the worker ends it when that is known.
            case LeaseState.Offered offered -> lease.reason = reason;
            case LeaseState.Closing closing -> {}
            case LeaseState.Closed closed -> {}
            case LeaseState.Failed failed -> {}
        }
    }

    /** Says the same again, with what is new of its site. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void repeat(Lease lease) {
        lease.version++;
        tell(lease);
    }

    /** Ends a lease whose seller is gone, to that seller's discredit. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void breakOff(Lease lease) {
        discredit(lease);
        end(lease, "its seller is lost");
    }

    /**
     * Ends a lease whose seller is there and serves nothing, by its own word or by what edges see. Whether that is the seller's
     * fault or the release's shows when another one serves it.
     *
     * @param release its root
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void leave(Lease lease, String release) {
        lease.unserved = release;
        if (Lease.isServed(lease.site, release)) discredit(lease);
        end(lease, "its seller served nothing");
    }

    private void discredit(Lease lease) {
        lease.broken = true;
        broken.fire(new Broken(lease.agent));
    }

    /** That release is served, so it was not the release's fault where it was not: that is to those sellers' discredit. */
    @Transactional(Transactional.TxType.MANDATORY)
    void blame(UUID site, String release) {
        List<?> agents = database.createNativeQuery(
                        "UPDATE lease SET broken = true WHERE site = ?1 AND unserved = ?2 AND NOT broken RETURNING agent",
                        String.class)
                .setParameter(1, site)
                .setParameter(2, release)
                .getResultList();
        agents.forEach(agent -> broken.fire(new Broken((String) agent)));
    }

    private void write(Lease lease, LeaseState state) {
        LeaseStage before = lease.stage;
        lease.stage = state.stage();
        lease.reason = state.reason();
        lease.stageAt = clock.instant();
        lease.version++;
        RentedSite site = tell(lease);
        LOG.infof(
                "lease %s of site %s (%d): %s -> %s%s",
                lease.id.substring(0, 10),
                site.name,
                lease.replica,
                before,
                lease.stage,
                lease.reason == null ? "" : ", " + lease.reason);
    }

    private RentedSite tell(Lease lease) {
        RentedSite site = RentedSite.findById(lease.site);
        events.add(LeaseEvent.TOPIC, lease.id, event(lease, site));
        return site;
    }

    private static LeaseEvent event(Lease lease, RentedSite site) {
        return new LeaseEvent(
                UUID.randomUUID(),
                lease.version,
                lease.key(),
                site.site(),
                lease.replica,
                new Address(lease.agent),
                lease.seller,
                new Address(lease.sellerWallet),
                new Address(lease.renterWallet),
                lease.reserved(),
                lease.prices(),
                lease.deposit,
                lease.region,
                lease.stage,
                lease.reason,
                lease.stageAt);
    }
}
