package io.peerhost.sites.content;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.blob.BlobAnswer;
import io.peerhost.sites.blob.BlobResource;
import io.peerhost.sites.blob.Pack;
import io.peerhost.sites.blob.PackStream;
import io.peerhost.sites.problem.JsonBody;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Blobs, for agents: allowed by their signature, not by a token. */
@Path("/content/blobs")
@PermitAll
public class ContentResource {
    private static final int MOST = 1_000;

    private final Permission permission;
    private final BlobAnswer answer;
    private final PackStream packs;

    ContentResource(Permission permission, BlobAnswer answer, PackStream packs) {
        this.permission = permission;
        this.answer = answer;
        this.packs = packs;
    }

    @GET
    @Path("{hash}")
    @Produces(MediaType.WILDCARD)
    public Response blob(
            @PathParam("hash") String hash,
            @HeaderParam(Message.ContentRequest.HEADER) String agent,
            @HeaderParam("Range") String range) {
        return answer.of(permitted(hash, agent), range);
    }

    @HEAD
    @Path("{hash}")
    @Produces(MediaType.WILDCARD)
    public Response head(@PathParam("hash") String hash, @HeaderParam(Message.ContentRequest.HEADER) String agent) {
        return answer.withoutContent(permitted(hash, agent));
    }

    private Hash permitted(String hash, String agent) {
        Hash named = BlobResource.named(hash);
        permission.check(agent, List.of(named));
        return named;
    }

    /** The blobs named, each once, in any order, but for those above 4 MiB: fetch these one by one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(Pack.MEDIA_TYPE)
    public StreamingOutput blobs(@HeaderParam(Message.ContentRequest.HEADER) String agent, InputStream body) {
        Set<Hash> hashes = new LinkedHashSet<>(
                JsonBody.read(body, BlobResource.Hashes.class).atMost(MOST).hashes());
        permission.check(agent, hashes);
        return packs.of(hashes);
    }
}
