package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.access.Clients;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.problem.JsonBody;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Blobs, for services. */
@Path("/internal")
@RolesAllowed(Clients.GATEWAY)
@Produces(MediaType.APPLICATION_JSON)
public class BlobResource {
    private final Blobs blobs;
    private final BlobAnswer answer;
    private final PackStream packs;
    private final BodyBudget budget;

    BlobResource(Blobs blobs, BlobAnswer answer, PackStream packs, BodyBudget budget) {
        this.blobs = blobs;
        this.answer = answer;
        this.packs = packs;
        this.budget = budget;
    }

    /** A question of which blobs are stored. */
    public record Hashes(List<Hash> hashes) {
        static final int MOST = 10_000;
        static final int MOST_IN_PACK = 1_000;

        public Hashes {
            if (hashes == null) throw new IllegalArgumentException("hashes are missing");
            hashes = List.copyOf(hashes);
        }

        /** @throws Problem 413 when there are more than {@code most} */
        public Hashes atMost(int most) {
            if (hashes.size() > most) throw Problem.tooLarge("At most " + most + " hashes at once.");
            return this;
        }
    }

    public record Missing(List<Hash> missing) {}

    public record Stored(int stored) {}

    @POST
    @Path("blobs/missing")
    @Consumes(MediaType.APPLICATION_JSON)
    public Missing missing(InputStream body) {
        Set<Hash> asked = new LinkedHashSet<>(
                JsonBody.read(body, Hashes.class).atMost(Hashes.MOST).hashes());
        asked.removeAll(blobs.sizes(asked).keySet());
        return new Missing(List.copyOf(asked));
    }

    /** Those of the blobs named that are stored, each once, in any order, but for those above 4 MiB: fetch these one by one. */
    @POST
    @Path("blobs/pack")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(Pack.MEDIA_TYPE)
    public StreamingOutput several(InputStream body) {
        return packs.of(new LinkedHashSet<>(
                JsonBody.read(body, Hashes.class).atMost(Hashes.MOST_IN_PACK).hashes()));
    }

    @GET
    @Path("blobs/{hash}")
    @RolesAllowed({Clients.GATEWAY, Clients.EDGE})
    @Produces(MediaType.WILDCARD)
    public Response blob(@PathParam("hash") String hash, @HeaderParam("Range") String range) {
        return answer.of(named(hash), range);
    }

    @HEAD
    @Path("blobs/{hash}")
    @RolesAllowed({Clients.GATEWAY, Clients.EDGE})
    @Produces(MediaType.WILDCARD)
    public Response head(@PathParam("hash") String hash) {
        return answer.withoutContent(named(hash));
    }

    /** Answers how many blobs of the pack are stored now: all of them. */
    @POST
    @Path("packs")
    @Consumes(Pack.MEDIA_TYPE)
    public Stored pack(InputStream body, @HeaderParam(HttpHeaders.CONTENT_LENGTH) Long length) {
        long announced = length == null ? Pack.LARGEST : length;
        if (announced > Pack.LARGEST) throw packTooLarge();
        return budget.with(announced, () -> {
            byte[] buffer = new byte[(int) announced + 1];
            int read = BodyBudget.fill(buffer, body);
            if (read > announced) throw packTooLarge();
            Pack pack = Pack.parse(buffer, read);
            blobs.put(pack);
            return new Stored(pack.blobs().size());
        });
    }

    /** @throws Problem 404 when it is no hash, so that no blob has this name */
    public static Hash named(String hash) {
        try {
            return Hash.of(hash);
        } catch (IllegalArgumentException e) {
            throw Problem.missing(e.getMessage());
        }
    }

    private static Problem packTooLarge() {
        return Problem.tooLarge("A pack has up to " + Pack.LARGEST + " bytes; send several.");
    }
}
