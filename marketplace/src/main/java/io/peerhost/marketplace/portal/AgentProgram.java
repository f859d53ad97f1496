package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.api.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The agent's program for sellers to fetch, where the operator put it: one archive that {@code tar} unpacks. */
@Path("/downloads")
@PermitAll
public class AgentProgram {
    private static final String JAR = "peerhost-provider-agent.jar";
    private static final int BLOCK = 512;

    private final Optional<java.nio.file.Path> folder;

    /** @param folder holds the agent's jar and the {@code lib} beside it */
    public AgentProgram(@ConfigProperty(name = "marketplace.portal.agent-program") Optional<String> folder) {
        this.folder = folder.map(java.nio.file.Path::of);
    }

    boolean there() {
        return folder.filter(place -> Files.isRegularFile(place.resolve(JAR))).isPresent();
    }

    /** The command that brings it into the folder one stands in. */
    static String fetch(String portal) {
        return "curl -fsS " + portal + "/downloads/peerhost-agent.tar | tar x";
    }

    @GET
    @Path("/peerhost-agent.tar")
    public Response archive() throws IOException {
        if (!there()) throw Problem.missing("The agent is not to be had here; ask whoever runs this portal for it.");
        List<java.nio.file.Path> files = files(folder.get());
        return Response.ok((StreamingOutput) out -> write(folder.get(), files, out))
                .type("application/x-tar")
                .build();
    }

    private static List<java.nio.file.Path> files(java.nio.file.Path folder) throws IOException {
        try (Stream<java.nio.file.Path> libraries = Files.list(folder.resolve("lib"))) {
            return Stream.concat(Stream.of(folder.resolve(JAR)), libraries.sorted())
                    .filter(file -> file.toString().endsWith(".jar"))
                    .toList();
        }
    }

    private static void write(java.nio.file.Path folder, List<java.nio.file.Path> files, OutputStream out)
            throws IOException {
        for (java.nio.file.Path file : files) {
            long size = Files.size(file);
            out.write(header(folder.relativize(file).toString(), size));
            Files.copy(file, out);
            out.write(new byte[(int) (-size & BLOCK - 1)]);
        }
        out.write(new byte[2 * BLOCK]);
    }

    /** As POSIX's ustar has it. */
    private static byte[] header(String name, long size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format("%011o", size));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte one : header) sum += one & 0xff;
        put(header, 148, String.format("%06o\0", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
