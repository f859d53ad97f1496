package io.peerhost.devstack.part;

import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.process.Probe;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An EVM node (anvil, chain id 31337), its state kept in a file. */
public final class EmbeddedEvm {
    /** The chain's id. */
    public static final long CHAIN_ID = 31337;

    private static final String ANVIL = "chain/node_modules/@foundry-rs/anvil-%s/bin/anvil";

    private EmbeddedEvm() {}

    /**
     * Starts the node.
     *
     * @param state where the chain is kept between runs, null for one that is forgotten
     */
    public static ChildProcess start(ProjectFolder project, Path folder, Path state, int port) {
        var command = new ArrayList<String>(List.of(binary(project).toString(), "--silent", "--host", "127.0.0.1"));
        command.addAll(List.of("--port", String.valueOf(port), "--chain-id", String.valueOf(CHAIN_ID)));
        if (state != null) {
            command.addAll(
                    List.of("--state", state.toString(), "--state-interval", "2", "--preserve-historical-states"));
        }
        return ChildProcess.start("The EVM node", command, Map.of(), folder, folder.resolve("evm.log"))
                .awaitReady(Duration.ofSeconds(30), () -> Probe.listens(port));
    }

    public static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static Path binary(ProjectFolder project) {
        String system = System.getProperty("os.name").toLowerCase().contains("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        Path binary = project.resolve(ANVIL.formatted(system + "-" + processor));
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException(binary + " is missing: run npm ci in " + project.resolve("chain"));
        }
        return binary;
    }
}
