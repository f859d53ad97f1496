package io.peerhost.sites.site;

import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.rest.access.Clients;
import io.peerhost.sites.database.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;

/** A site's facts, for services. */
@Path("/internal/sites/{id}")
@RolesAllowed(Clients.GATEWAY)
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
            long draftBytes,
            Integer current,
            String url) {}

    private View view(Site site) {
        return new View(
                site.id,
                site.name,
                site.kind,
                site.publishAfterIdleSeconds,
                site.quotaBytes,
                site.draftBytes,
                site.currentRelease,
                addresses.url(site));
    }

    @GET
    public View site(@PathParam("id") UUID id) {
        return database.call(connection -> view(Site.get(id)));
    }
}
