package io.peerhost.sites.draft;

import io.peerhost.rest.access.Clients;
import io.peerhost.sites.database.Database;
import io.peerhost.sites.problem.JsonBody;
import io.peerhost.sites.site.Site;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.UUID;

/** Drafts, for services. */
@Path("/internal/sites/{id}/draft")
@RolesAllowed(Clients.GATEWAY)
public class DraftResource {
    private final Drafts drafts;
    private final DraftListing listing;
    private final Database database;

    DraftResource(Drafts drafts, DraftListing listing, Database database) {
        this.drafts = drafts;
        this.listing = listing;
        this.database = database;
    }

    /** @param unless a revision that the caller knows: 204 when it is still that */
    @GET
    @Produces("application/x-ndjson")
    public Response draft(@PathParam("id") UUID id, @QueryParam("unless") Long unless) {
        long revision = database.call(connection -> Site.get(id).draftRevision);
        if (unless != null && unless == revision) return Response.noContent().build();
        StreamingOutput lines = out -> listing.write(id, out);
        return Response.ok(lines).build();
    }

    @POST
    @Path("changes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Drafts.Revision change(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") String key, InputStream body) {
        return drafts.change(id, JsonBody.read(body, Changes.class), key);
    }
}
