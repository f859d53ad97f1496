package io.peerhost.sites.release;

import io.peerhost.protocol.draft.Published;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.rest.access.Clients;
import io.peerhost.sites.problem.JsonBody;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;

/** Releases and the pointer, for services. */
@Path("/internal/sites/{id}")
@RolesAllowed({Clients.GATEWAY, Clients.PORTAL})
@Produces(MediaType.APPLICATION_JSON)
public class ReleaseResource {
    private final Releases releases;

    ReleaseResource(Releases releases) {
        this.releases = releases;
    }

    /** @param release null for the one before the current */
    public record Goal(Integer release) {}

    @POST
    @Path("releases")
    @RolesAllowed(Clients.GATEWAY)
    @Consumes(MediaType.WILDCARD)
    public Published publish(@PathParam("id") UUID id, @HeaderParam("Idempotency-Key") String key) {
        return releases.publish(id, key);
    }

    @GET
    @Path("releases")
    public List<ReleaseSummary> list(@PathParam("id") UUID id) {
        return releases.list(id);
    }

    @POST
    @Path("pointer")
    @Consumes(MediaType.APPLICATION_JSON)
    public ReleaseSummary point(
            @PathParam("id") UUID id, @HeaderParam("Idempotency-Key") String key, InputStream body) {
        return releases.point(id, JsonBody.read(body, Goal.class).release(), key);
    }
}
