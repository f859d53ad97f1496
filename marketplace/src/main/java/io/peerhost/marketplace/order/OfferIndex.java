package io.peerhost.marketplace.order;

import io.peerhost.marketplace.change.Change;
import io.peerhost.marketplace.change.Heard;
import io.peerhost.marketplace.offer.Offers;
import io.peerhost.marketplace.provider.ProviderConfig;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.Prices;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps the {@link Matcher} as the database is: whole at start, then change by change, milliseconds behind. What it says is a
 * good guess; selling an offer's room decides.
 */
@ApplicationScoped
public class OfferIndex {
    private static final Duration BETWEEN_REBUILDS = Duration.ofSeconds(5);
    /** What was changed before all was read, and committed after. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(10);

    private static final String SELECT = """
            SELECT o.id, o.agent, o.account, o.vcpu_hour, o.memory_gib_hour, o.disk_gib_hour, o.egress_gib, o.region,
                o.cpu_millis - o.sold_cpu_millis, o.memory_mib - o.sold_memory_mib, o.disk_mib - o.sold_disk_mib,
                a.presence = 'ONLINE', a.inventory, a.proven_at, a.reputation, held.leases, held.pods
            FROM offer o JOIN agent a ON a.address = o.agent,
                LATERAL (%s) AS held
            WHERE o.withdrawn_at IS NULL""".formatted(Offers.HELD);

    private final EntityManager database;
    private final ProviderConfig config;
    private final Clock clock;
    private final Matcher matcher;
    private Instant rebuiltAt = Instant.EPOCH;

    public OfferIndex(EntityManager database, ProviderConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.matcher = new Matcher(config.capacity().validity());
    }

    Match match(Wish wish) {
        Match found = matcher.match(wish, clock.instant());
        if (found instanceof Match.Found) return found;
        catchUp();
        return matcher.match(wish, clock.instant());
    }

    public int size() {
        return matcher.size();
    }

    void changed(@Observes Heard heard) {
        Set<UUID> offers = new HashSet<>();
        Set<String> agents = new HashSet<>();
        for (Change change : heard.changes()) {
            switch (change) {
                case Change.OfOffer(UUID offer) -> offers.add(offer);
                case Change.OfAgent(Address agent, Instant at) -> agents.add(agent.hex());
                case Change.OfAll() -> {
                    rebuild();
                    return;
                }
                case Change.OfLease lease -> {}
                case Change.OfTransaction transaction -> {}
            }
        }
        if (!offers.isEmpty() || !agents.isEmpty()) refresh(offers, agents);
    }

    /** These offers, and those of these agents. */
    void refresh(Set<UUID> offers, Set<String> agents) {
        List<Candidate> standing = load(
                SELECT + " AND (o.id = ANY (?1) OR o.agent = ANY (?2))",
                offers.toArray(UUID[]::new),
                agents.toArray(String[]::new));
        Set<UUID> gone = new HashSet<>(offers);
        standing.forEach(offer -> gone.remove(offer.offer()));
        standing.forEach(matcher::put);
        gone.forEach(matcher::remove);
    }

    private synchronized void rebuild() {
        rebuiltAt = clock.instant();
        matcher.replaceAll(load(SELECT));
    }

    /** Before a no: what just changed may not have been heard of yet. */
    private synchronized void catchUp() {
        if (rebuiltAt.plus(BETWEEN_REBUILDS).isAfter(clock.instant()))
            load(SELECT + " AND o.changed_at >= ?1", rebuiltAt.minus(UNDER_WAY)).forEach(matcher::put);
        else rebuild();
    }

    private List<Candidate> load(String sql, Object... parameters) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var query = database.createNativeQuery(sql, Object[].class);
            for (int i = 0; i < parameters.length; i++) query.setParameter(i + 1, parameters[i]);
            List<?> rows = query.getResultList();
            return rows.stream().map(row -> candidate((Object[]) row)).toList();
        });
    }

    private Candidate candidate(Object[] row) {
        boolean full = number(row[15]) >= config.mostLeases();
        return new Candidate(
                (UUID) row[0],
                new Address((String) row[1]),
                (UUID) row[2],
                new Prices(base(row[3]), base(row[4]), base(row[5]), base(row[6])),
                (String) row[7],
                full ? 0 : number(row[8]),
                full ? 0 : number(row[9]),
                full ? 0 : number(row[10]),
                (Boolean) row[11],
                number(row[16]) < config.mostPods()
                        && row[12] != null
                        && Json.read((String) row[12], Message.Inventory.class).pods(),
                (Instant) row[13],
                number(row[14]));
    }

    private static int number(Object number) {
        return ((Number) number).intValue();
    }

    private static BigInteger base(Object number) {
        return ((BigDecimal) number).toBigIntegerExact();
    }
}
