package io.peerhost.marketplace.health;

import io.peerhost.observability.Invariant;
import io.peerhost.observability.Invariants;
import io.peerhost.observability.Kept;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;

/** What must always hold between offers, leases and sellers' records, each looked at in one statement. */
@ApplicationScoped
class MarketInvariants implements Invariants {
    private static final String MISCOUNTED = """
            SELECT count(*) FROM offer o, LATERAL (
                SELECT coalesce(sum(cpu_millis), 0) AS cpu, coalesce(sum(memory_mib), 0) AS memory, coalesce(sum(disk_mib), 0) AS disk
                  FROM lease WHERE offer = o.id AND stage NOT IN ('CLOSED', 'FAILED')) AS sold
             WHERE (o.sold_cpu_millis, o.sold_memory_mib, o.sold_disk_mib) IS DISTINCT FROM (sold.cpu, sold.memory, sold.disk)""";
    private static final String SHARED = """
            SELECT count(*) FROM (SELECT FROM lease WHERE stage IN ('OFFERED', 'FUNDED', 'ACTIVE')
                GROUP BY site, seller HAVING count(*) > 1) AS twice""";
    private static final String WRONG_ABSENCE = """
            SELECT count(*) FROM absence b JOIN agent a ON a.address = b.agent
             WHERE b.ended_at IS NULL AND a.presence <> 'LOST' OR b.ended_at < b.began_at""";

    /** They count in tables that grow. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final EntityManager database;
    private final Kept<List<Invariant>> kept = new Kept<>(KEPT, this::looked);

    MarketInvariants(EntityManager database) {
        this.database = database;
    }

    @Override
    public List<Invariant> check() {
        return kept.get();
    }

    private List<Invariant> looked() {
        return List.of(
                none("sold room = leases that run", "offers", MISCOUNTED),
                none("replicas of a site are on different sellers", "sites", SHARED),
                none("only lost machines are absent", "absences", WRONG_ABSENCE));
    }

    private Invariant none(String name, String what, String sql) {
        long wrong = QuarkusTransaction.requiringNew()
                .call(() ->
                        ((Number) database.createNativeQuery(sql, Long.class).getSingleResult()).longValue());
        return new Invariant(name, wrong == 0, wrong == 0 ? "all " + what : wrong + " " + what + " are wrong");
    }
}
