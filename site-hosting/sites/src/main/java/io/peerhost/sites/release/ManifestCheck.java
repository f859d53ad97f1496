package io.peerhost.sites.release;

import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.PageRules;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.blob.Blobs;
import io.peerhost.sites.site.Site;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Reads the {@code peerhost.yaml} at the top of a draft, when there is one. */
@ApplicationScoped
class ManifestCheck {
    private final Blobs blobs;

    ManifestCheck(Blobs blobs) {
        this.blobs = blobs;
    }

    private record File(Hash hash, long size) {}

    /**
     * Applies what it says of the site.
     *
     * @return what it says of the release's pages
     * @throws Problem 422 with line and column when it is wrong
     */
    PageRules check(Connection connection, Site site) throws SQLException {
        Optional<File> file = file(connection, site, SiteManifest.FILE);
        if (file.isEmpty()) return PageRules.USUAL;
        if (file.get().size() > SiteManifest.LONGEST) throw SiteManifest.tooLong();
        SiteManifest manifest = SiteManifest.read(blobs.read(file.get().hash()));
        SiteManifest.Fallback fallback = manifest.fallback();
        if (fallback != null && file(connection, site, fallback.path()).isEmpty()) throw fallback.missing();
        if (manifest.publishAfterIdleSeconds() != null)
            site.publishAfterIdleSeconds = manifest.publishAfterIdleSeconds();
        return manifest.pages();
    }

    private static Optional<File> file(Connection connection, Site site, String path) throws SQLException {
        return Sql.first(
                connection,
                "SELECT hash, size FROM draft_entry WHERE site = ? AND path = ? AND type = 'f'",
                row -> new File(Hash.of(row.getBytes(1)), row.getLong(2)),
                site.id,
                path);
    }
}
