package io.peerhost.bench.peer;

import io.peerhost.bench.stack.Shell;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where a lease's pod listens on this machine: its seller's podman knows. */
public final class PodAddress {
    private static final Path ENGINES = Path.of("/run/peerhost");

    private PodAddress() {}

    /** {@code address:port} of the pod. @throws IOException when no engine here runs it */
    public static String of(String lease) throws IOException, InterruptedException {
        try (DirectoryStream<Path> engines = Files.newDirectoryStream(ENGINES)) {
            for (Path engine : engines) {
                Path socket = engine.resolve("podman.sock");
                if (!Files.exists(socket)) continue;
                String id = podman(socket, "ps", "-q", "--filter", "label=io.peerhost.lease=" + lease);
                if (!id.isEmpty()) return address(socket, id.lines().findFirst().orElseThrow());
            }
        }
        throw new IOException("No pod of lease " + lease + " runs on this machine");
    }

    private static String address(Path socket, String container) throws IOException, InterruptedException {
        String all = podman(
                socket, "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}", container);
        if (all.isEmpty()) throw new IOException("The container " + container + " has no address");
        return all.split(" ")[0] + ":8080";
    }

    private static String podman(Path socket, String... words) throws IOException, InterruptedException {
        String[] command = new String[words.length + 3];
        command[0] = "podman";
        command[1] = "--url";
        command[2] = "unix://" + socket;
        System.arraycopy(words, 0, command, 3, words.length);
        return Shell.run(Path.of("."), Duration.ofSeconds(20), command).strip();
    }
}
