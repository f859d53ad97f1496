package io.peerhost.marketplace.provider;

import io.peerhost.rest.problem.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The agent, for anybody who wants to sell. Sent from a file, so that slow downloads hold no thread. */
@Path("/downloads")
@PermitAll
public class DownloadResource {
    public static final String AGENT = "/downloads/" + AgentProgram.NAME + ".tar";

    private final ProviderConfig config;
    private File packed;

    public DownloadResource(ProviderConfig config) {
        this.config = config;
    }

    /** @throws Problem 404 when this portal has no agent to give */
    @GET
    @Path("/" + AgentProgram.NAME + ".tar")
    public Response agent() {
        return Response.ok(packed(), "application/x-tar")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + AgentProgram.NAME + ".tar\"")
                .build();
    }

    /** Made once: a new version of the agent comes with a start of this service. */
    private synchronized File packed() {
        if (packed == null) packed = pack(program());
        return packed;
    }

    private AgentProgram program() {
        String folder = config.program().orElseThrow(DownloadResource::none);
        try {
            return AgentProgram.in(java.nio.file.Path.of(folder));
        } catch (IOException e) {
            throw none();
        }
    }

    private static File pack(AgentProgram program) {
        try {
            File file = Files.createTempFile(AgentProgram.NAME, ".tar").toFile();
            file.deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file.toPath())) {
                program.write(out);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("The agent's archive was not made", e);
        }
    }

    private static Problem none() {
        return Problem.missing("This portal has no agent to download. Its operator sets AGENT_PROGRAM to the folder of "
                + AgentProgram.NAME + ".jar and lib; until then ask them for the program.");
    }
}
