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
        String top = top(connection, site, manifest.root());
        SiteManifest.Named fallback = manifest.fallback();
        if (fallback != null && file(connection, site, top + fallback.path()).isEmpty())
            throw fallback.wrong("there is no file " + top + fallback.path());
        if (manifest.publishAfterIdleSeconds() != null)
            site.publishAfterIdleSeconds = manifest.publishAfterIdleSeconds();
        return manifest.pages();
    }

    /** What the paths of its files begin with. A folder of which a release leaves all out is none. */
    private static String top(Connection connection, Site site, SiteManifest.Named root) throws SQLException {
        if (root == null) return "";
        String top = root.path() + "/";
        Optional<Boolean> held = Sql.first(
                connection,
                "SELECT true FROM draft_entry WHERE site = ? AND starts_with(path, ?) AND type = 'f'"
                        + " AND '/' || path || '/' NOT LIKE '%/.git/%' LIMIT 1",
                row -> row.getBoolean(1),
                site.id,
                top);
        if (held.isEmpty())
            throw root.wrong("there is no folder " + root.path()
                    + " with files in it: put it there, or name the one that visitors are to reach");
        return top;
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
