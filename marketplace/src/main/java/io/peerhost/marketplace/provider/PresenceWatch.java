package io.peerhost.marketplace.provider;

import io.peerhost.marketplace.change.Changes;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is heard of. Signs of life are collected in memory and written once a second; who gives none becomes suspect, then
 * lost. After a start nobody is judged by a silence that may have been our own.
 */
@ApplicationScoped
public class PresenceWatch {
    private final EntityManager database;
    private final ProviderConfig config;
    private final Changes changes;
    private final Event<AgentsLost> lost;
    private final Event<AgentsBack> back;
    private final Clock clock;
    private final Instant startedAt;
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    /**
     * Within the transaction that marks them so.
     *
     * @param watchedSince before then nobody listened
     */
    public record AgentsLost(Set<String> agents, Instant watchedSince) {}

    /** Within the transaction that marks them so: they were lost and are heard of again. */
    public record AgentsBack(Set<String> agents) {}

    public PresenceWatch(
            EntityManager database,
            ProviderConfig config,
            Changes changes,
            Event<AgentsLost> lost,
            Event<AgentsBack> back,
            Clock clock) {
        this.database = database;
        this.config = config;
        this.changes = changes;
        this.lost = lost;
        this.back = back;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    public void heardOf(String agent) {
        heard.add(agent);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    public void write() {
        Instant now = clock.instant();
        Set<String> seen = Set.copyOf(heard);
        if (!seen.isEmpty()) seen(seen, now);
        heard.removeAll(seen);
        changes.agents(silent(Presence.SUSPECT, List.of(Presence.ONLINE), now.minus(config.suspectAfter())));
        Set<String> gone =
                silent(Presence.LOST, List.of(Presence.ONLINE, Presence.SUSPECT), now.minus(config.lostAfter()));
        changes.agents(gone);
        if (!gone.isEmpty()) lost.fire(new AgentsLost(gone, startedAt));
    }

    private void seen(Set<String> agents, Instant now) {
        Set<String> were = addresses(database.createNativeQuery(
                        "SELECT address FROM agent WHERE address IN (?1) AND presence = 'LOST' FOR UPDATE",
                        String.class)
                .setParameter(1, agents)
                .getResultList());
        Set<String> changed = addresses(database.createNativeQuery(
                        "UPDATE agent SET presence = 'ONLINE' WHERE address IN (?1) AND presence <> 'ONLINE'"
                                + " AND removed_at IS NULL RETURNING address",
                        String.class)
                .setParameter(1, agents)
                .getResultList());
        database.createNativeQuery(
                        "UPDATE agent SET last_seen = ?1, first_seen = coalesce(first_seen, ?1) WHERE address IN (?2)")
                .setParameter(1, now)
                .setParameter(2, agents)
                .executeUpdate();
        changes.agents(changed);
        if (!were.isEmpty()) back.fire(new AgentsBack(were));
    }

    private Set<String> silent(Presence becomes, List<Presence> from, Instant since) {
        if (!startedAt.isBefore(since)) return Set.of();
        return addresses(database.createNativeQuery(
                        "UPDATE agent SET presence = ?1 WHERE presence IN (?2) AND last_seen < ?3 RETURNING address",
                        String.class)
                .setParameter(1, becomes.name())
                .setParameter(2, from.stream().map(Enum::name).toList())
                .setParameter(3, since)
                .getResultList());
    }

    private static Set<String> addresses(List<?> rows) {
        return rows.stream().map(String.class::cast).collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}
