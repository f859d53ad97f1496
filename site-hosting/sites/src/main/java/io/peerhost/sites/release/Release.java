package io.peerhost.sites.release;

import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.PageRules;
import io.peerhost.sites.site.Site;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One release of a site, from 1; the database refuses to change it. */
@Entity
@Immutable
@Table(name = "release")
@IdClass(Release.Key.class)
public class Release extends PanacheEntityBase {
    /** The most a site's list shows. */
    static final int LISTED = 1_000;

    @Id
    public UUID site;

    @Id
    public int number;

    @Convert(converter = HashColumn.class)
    public Hash root;

    public int files;
    public long bytes;
    /** Files whose content differs from the release before, those added and removed among them. */
    public int changed;

    @Column(name = "index_file")
    public String index;

    @Column(name = "not_found")
    public String notFound;

    @Column(name = "clean_urls")
    public boolean cleanUrls;

    public String fallback;

    @Column(name = "document_root")
    public String documentRoot;

    @Column(name = "published_at")
    public Instant publishedAt;

    /** When visitors last got it; null while they do, and when they never did. */
    @Column(name = "left_at")
    public Instant leftAt;

    /** Since when what it reaches is no longer kept; null while it is. */
    @Column(name = "retired_at")
    public Instant retiredAt;

    public record Key(UUID site, int number) {}

    static Optional<Release> find(UUID site, int number) {
        return find("site = ?1 and number = ?2", site, number).firstResultOptional();
    }

    static Optional<Release> newest(UUID site) {
        return find("site = ?1 order by number desc", site).firstResultOptional();
    }

    static Optional<Release> before(UUID site, int number) {
        return find("site = ?1 and number < ?2 order by number desc", site, number)
                .firstResultOptional();
    }

    static List<Release> newestFirst(UUID site) {
        return find("site = ?1 order by number desc", site).page(0, LISTED).list();
    }

    /** Those of which everything is there, the newest first. */
    static List<Release> kept(UUID site) {
        return list("site = ?1 and retiredAt is null order by number desc", site);
    }

    PageRules pages() {
        return new PageRules(index, notFound, cleanUrls, fallback, documentRoot);
    }

    ReleaseSummary summary(Site of) {
        boolean current = Integer.valueOf(number).equals(of.currentRelease);
        return new ReleaseSummary(number, root, files, bytes, changed, publishedAt, current, retiredAt);
    }
}
