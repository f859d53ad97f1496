package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.access.Clients;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.problem.JsonBody;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;

/** Resumable uploads of large blobs, for services. */
@Path("/internal/uploads")
@RolesAllowed(Clients.GATEWAY)
@Produces(MediaType.APPLICATION_JSON)
public class UploadResource {
    private final Uploads uploads;
    private final BodyBudget budget;

    UploadResource(Uploads uploads, BodyBudget budget) {
        this.uploads = uploads;
        this.budget = budget;
    }

    public record Begin(long size) {}

    public record Finish(Hash hash) {
        public Finish {
            if (hash == null) throw new IllegalArgumentException("hash is missing");
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uploads.Upload begin(InputStream body) {
        return uploads.begin(JsonBody.read(body, Begin.class).size());
    }

    @GET
    @Path("{id}")
    public Uploads.Upload find(@PathParam("id") UUID id) {
        return uploads.find(id);
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public Uploads.Upload append(@PathParam("id") UUID id, @QueryParam("offset") Long offset, InputStream body) {
        if (offset == null) throw Problem.malformed("Say ?offset=, where these bytes begin.");
        return budget.with(Uploads.PART, () -> uploads.append(id, offset, body));
    }

    @POST
    @Path("{id}/blob")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response finish(@PathParam("id") UUID id, InputStream body) {
        Finish finish = JsonBody.read(body, Finish.class);
        uploads.finish(id, finish.hash());
        return Response.status(Response.Status.CREATED).entity(finish).build();
    }
}
