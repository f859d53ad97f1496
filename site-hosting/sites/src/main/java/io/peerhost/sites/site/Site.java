package io.peerhost.sites.site;

import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.rest.problem.Problem;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A site: known from the first event of its first lease. Its row is the lock for its draft and its pointer. */
@Entity
@Table(name = "site")
public class Site extends PanacheEntityBase {
    @Id
    public UUID id;

    public String name;
    public UUID owner;

    @Enumerated(EnumType.STRING)
    public SiteKind kind;

    @Column(name = "publish_after_idle_seconds")
    public int publishAfterIdleSeconds;

    @Column(name = "quota_bytes")
    public long quotaBytes;

    /** One more with each change of the draft. */
    @Column(name = "draft_revision")
    public long draftRevision;

    @Column(name = "draft_bytes")
    public long draftBytes;

    @Column(name = "draft_entries")
    public int draftEntries;

    /** The release visitors get; null before the first. */
    @Column(name = "current_release")
    public Integer currentRelease;

    /** How often the pointer moved. */
    public long move;

    /** When to look next whether its releases are more than are kept; null until its pointer moves. */
    @Column(name = "weigh_at")
    public Instant weighAt;

    /** Its draft and its releases' contents are collected after the time of grace. */
    @Column(name = "deleted_at")
    public Instant deletedAt;

    /** @throws Problem 404 when it is not known */
    public static Site get(UUID id) {
        return known(findById(id), id);
    }

    /** As {@link #get}, locked until the transaction ends. */
    public static Site lock(UUID id) {
        return known(findById(id, LockModeType.PESSIMISTIC_WRITE), id);
    }

    /** @throws Problem 422 when {@code bytes}, those of {@code what}, are more than the site may hold */
    public void requireRoom(String what, long bytes) {
        if (bytes > quotaBytes)
            throw Problem.refused(
                            "quota-exceeded",
                            what + " has " + bytes + " bytes, more than the " + quotaBytes
                                    + " bytes of disk reserved for the site."
                                    + " Remove files, or order a site with more disk.")
                    .with("quotaBytes", quotaBytes);
    }

    private static Site known(Site site, UUID id) {
        if (site != null && site.deletedAt != null)
            throw Problem.of(404, "site-deleted", "The site is gone", "The site " + site.name + " was deleted.");
        if (site == null) throw Problem.missing("No site " + id + " is known here (yet). Is its lease funded?");
        return site;
    }
}
