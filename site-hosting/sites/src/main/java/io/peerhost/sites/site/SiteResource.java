package io.peerhost.sites.site;

import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.sites.database.Database;
import io.peerhost.sites.problem.JsonBody;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.UUID;

/** A site's facts and settings, for services. */
@Path("/internal/sites/{id}")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
public class SiteResource {
    private final Database database;
    private final Addresses addresses;

    SiteResource(Database database, Addresses addresses) {
        this.database = database;
        this.addresses = addresses;
    }

    /** @param current number of the release visitors get; left out before the first; @param url where visitors see it */
    public record View(
            UUID id,
            String name,
            SiteKind kind,
            int publishAfterIdleSeconds,
            long quotaBytes,
            Integer current,
            String url) {}

    private View view(Site site) {
        return new View(
                site.id,
                site.name,
                site.kind,
                site.publishAfterIdleSeconds,
                site.quotaBytes,
                site.currentRelease,
                addresses.url(site));
    }

    /** What is null stays as it is. */
    public record Settings(Integer publishAfterIdleSeconds, Long quotaBytes) {
        public Settings {
            if (publishAfterIdleSeconds != null && (publishAfterIdleSeconds < 1 || publishAfterIdleSeconds > 86_400))
                throw new IllegalArgumentException("publishAfterIdleSeconds is 1 to 86400");
            if (quotaBytes != null && quotaBytes < 0) throw new IllegalArgumentException("quotaBytes is not negative");
        }

        void applyTo(Site site) {
            if (publishAfterIdleSeconds != null) site.publishAfterIdleSeconds = publishAfterIdleSeconds;
            if (quotaBytes != null) site.quotaBytes = quotaBytes;
        }
    }

    @GET
    public View site(@PathParam("id") UUID id) {
        return database.call(connection -> view(Site.get(id)));
    }

    @PUT
    @Path("settings")
    @Consumes(MediaType.APPLICATION_JSON)
    public View settings(@PathParam("id") UUID id, InputStream body) {
        Settings settings = JsonBody.read(body, Settings.class);
        return database.call(connection -> {
            Site site = Site.lock(id);
            settings.applyTo(site);
            return view(site);
        });
    }
}
