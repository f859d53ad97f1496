package io.peerhost.marketplace.review;

import io.peerhost.marketplace.change.Changes;
import io.peerhost.marketplace.lease.LeaseMoves;
import io.peerhost.marketplace.offer.Offer;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.marketplace.provider.PresenceWatch;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;

/** Keeps each machine's reputation at what its record says: at once when something happened, by the clock as time passes. */
@ApplicationScoped
public class Reviews {
    private static final int PAGE = 200;

    private final TrackRecords records;
    private final Changes changes;
    private final EntityManager database;

    public Reviews(TrackRecords records, Changes changes, EntityManager database) {
        this.records = records;
        this.changes = changes;
        this.database = database;
    }

    void lost(@Observes PresenceWatch.AgentsLost lost) {
        records.lost(lost.agents(), lost.watchedSince());
        review(lost.agents());
    }

    void back(@Observes PresenceWatch.AgentsBack back) {
        records.back(back.agents());
        review(back.agents());
    }

    /** Afterwards, for whoever reports locks the agent before the lease. */
    void broken(@Observes(during = TransactionPhase.AFTER_SUCCESS) LeaseMoves.Broken broken) {
        QuarkusTransaction.requiringNew().run(() -> review(Set.of(broken.agent())));
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void all() {
        QuarkusTransaction.requiringNew().run(records::forgetOld);
        String last = "";
        for (List<String> page = page(last); !page.isEmpty(); page = page(last)) {
            // One a transaction: whoever locks many is never met half way.
            for (String agent : page) QuarkusTransaction.requiringNew().run(() -> review(Set.of(agent)));
            last = page.getLast();
        }
    }

    private List<String> page(String after) {
        return QuarkusTransaction.requiringNew().call(() -> database.createQuery(
                        "select address from Agent where address > ?1 order by address", String.class)
                .setParameter(1, after)
                .setMaxResults(PAGE)
                .getResultList());
    }

    private void review(Set<String> agents) {
        records.of(agents).forEach((agent, record) -> keep(agent, Reputation.of(record)));
    }

    private void keep(String agent, int reputation) {
        int changed = Agent.update("reputation = ?1 where address = ?2 and reputation <> ?1", reputation, agent);
        if (changed > 0) Offer.standingOf(agent).ifPresent(offer -> changes.offer(offer.id));
    }
}
