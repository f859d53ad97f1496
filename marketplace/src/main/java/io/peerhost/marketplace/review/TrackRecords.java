package io.peerhost.marketplace.review;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Machines' records, as the database has them; all in the caller's transaction. */
@ApplicationScoped
class TrackRecords {
    /** A lease of one's own machine says nothing. */
    private static final String SELECT = """
            SELECT a.address, extract(epoch FROM ?2 - greatest(a.first_seen, ?3)),
                gone.seconds, gone.charged, leases.kept, leases.broken
            FROM agent a,
                LATERAL (SELECT coalesce(sum(seconds), 0) AS seconds, coalesce(sum(greatest(seconds, ?4)), 0) AS charged
                    FROM (SELECT extract(epoch FROM coalesce(ended_at, ?2) - greatest(began_at, ?3)) AS seconds
                        FROM absence WHERE agent = a.address AND (ended_at IS NULL OR ended_at > ?3)) AS each) AS gone,
                LATERAL (SELECT count(*) FILTER (WHERE broken) AS broken,
                        count(*) FILTER (WHERE NOT broken AND unserved IS NULL AND stage IN ('ACTIVE', 'CLOSING', 'CLOSED')) AS kept
                    FROM lease WHERE agent = a.address AND renter <> a.account
                        AND (stage = 'ACTIVE' OR stage_at > ?3)) AS leases
            WHERE a.address IN (?1)""";

    private final EntityManager database;
    private final Clock clock;

    TrackRecords(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    Map<String, TrackRecord> of(Collection<String> agents) {
        Instant now = clock.instant();
        List<?> rows = database.createNativeQuery(SELECT, Object[].class)
                .setParameter(1, agents)
                .setParameter(2, now)
                .setParameter(3, now.minus(Reputation.WINDOW))
                .setParameter(4, Reputation.LEAST_ABSENCE.toSeconds())
                .getResultList();
        Map<String, TrackRecord> records = new TreeMap<>();
        for (Object row : rows) records.put((String) ((Object[]) row)[0], record((Object[]) row));
        return records;
    }

    /** @param unwatchedUntil before then nobody listened, so their silence is not theirs */
    @Transactional(Transactional.TxType.MANDATORY)
    void lost(Set<String> agents, Instant unwatchedUntil) {
        database.createNativeQuery("""
                        INSERT INTO absence (agent, began_at) SELECT address, greatest(last_seen, ?2) FROM agent
                        WHERE address IN (?1) ON CONFLICT DO NOTHING""")
                .setParameter(1, agents)
                .setParameter(2, unwatchedUntil)
                .executeUpdate();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void back(Set<String> agents) {
        database.createNativeQuery("UPDATE absence SET ended_at = ?2 WHERE agent IN (?1) AND ended_at IS NULL")
                .setParameter(1, agents)
                .setParameter(2, clock.instant())
                .executeUpdate();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void forgetOld() {
        database.createNativeQuery("DELETE FROM absence WHERE ended_at < ?1")
                .setParameter(1, clock.instant().minus(Reputation.WINDOW))
                .executeUpdate();
    }

    private static TrackRecord record(Object[] row) {
        long seen = row[1] == null ? 0 : seconds(row[1]);
        return new TrackRecord(
                Duration.ofSeconds(Math.max(0, seen - seconds(row[2]))),
                Duration.ofSeconds(seconds(row[3])),
                ((Number) row[4]).longValue(),
                ((Number) row[5]).longValue());
    }

    private static long seconds(Object number) {
        return Math.max(0, ((Number) number).longValue());
    }
}
