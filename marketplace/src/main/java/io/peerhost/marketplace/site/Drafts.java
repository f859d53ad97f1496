package io.peerhost.marketplace.site;

import io.peerhost.protocol.draft.DraftProgress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far drafts are, as gateways say while somebody works at them. */
@ApplicationScoped
public class Drafts {
    /** A gateway that was silent for so long has ended, and its sessions with it. */
    private static final Duration SILENT = Duration.ofSeconds(30);

    private final EntityManager database;
    private final Clock clock;

    public Drafts(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One of a site that is unknown here, or deleted, is left out. A gateway that began anew knows of no earlier change. */
    @Transactional
    void keep(List<DraftProgress> told) {
        for (DraftProgress one : told)
            database.createNativeQuery("""
                            INSERT INTO draft (site, files, bytes, sessions, changed_at, published_at, told_at)
                            SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM site WHERE id = ?1 AND deleted_at IS NULL
                            ON CONFLICT (site) DO UPDATE SET files = EXCLUDED.files, bytes = EXCLUDED.bytes,
                                sessions = EXCLUDED.sessions, told_at = EXCLUDED.told_at,
                                changed_at = greatest(draft.changed_at, EXCLUDED.changed_at),
                                published_at = greatest(draft.published_at, EXCLUDED.published_at)""")
                    .setParameter(1, one.site())
                    .setParameter(2, one.files())
                    .setParameter(3, one.bytes())
                    .setParameter(4, one.sessions())
                    .setParameter(5, one.changedAt())
                    .setParameter(6, one.publishedAt())
                    .setParameter(7, clock.instant())
                    .executeUpdate();
    }

    /** What there is to show of a site's draft: empty while nobody works at it and all of it is published. In a transaction. */
    public Optional<DraftProgress> of(UUID site) {
        List<?> rows = database.createNativeQuery(
                        "SELECT files, bytes, CASE WHEN told_at > ?2 THEN sessions ELSE 0 END, changed_at, published_at"
                                + " FROM draft WHERE site = ?1",
                        Object[].class)
                .setParameter(1, site)
                .setParameter(2, clock.instant().minus(SILENT))
                .getResultList();
        return rows.stream()
                .map(row -> progress(site, (Object[]) row))
                .filter(draft -> draft.sessions() > 0 || draft.unpublished())
                .findFirst();
    }

    private static DraftProgress progress(UUID site, Object[] row) {
        return new DraftProgress(
                site, (Integer) row[0], (Long) row[1], (Integer) row[2], (Instant) row[3], (Instant) row[4]);
    }
}
