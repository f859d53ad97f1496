package io.peerhost.devstack.demo;

import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.stack.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The system's own {@code sftp}, with a key made for the demo. */
final class SftpClient {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Home home;
    private final int port;

    SftpClient(Home home, int port) {
        this.home = home;
        this.port = port;
    }

    /** The public half of a person's key; the pair is made on first use. */
    String publicKey(String person) throws IOException {
        Path key = key(person);
        if (!Files.exists(key)) {
            run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person + "@demo", "-f", key.toString()));
        }
        return Files.readString(Path.of(key + ".pub")).strip();
    }

    /** Puts all that is in a folder into a site's draft; leaving publishes it. */
    void put(String person, Path folder, String site) throws IOException {
        Path batch = Files.createTempFile(home.data("demo"), "put", ".sftp");
        try {
            Files.writeString(batch, "put -r " + folder + "/. /" + site + "/\n");
            run(List.of(
                    "sftp",
                    "-q",
                    "-b",
                    batch.toString(),
                    "-i",
                    key(person).toString(),
                    "-P",
                    String.valueOf(port),
                    "-o",
                    "IdentitiesOnly=yes",
                    "-o",
                    "StrictHostKeyChecking=accept-new",
                    "-o",
                    "UserKnownHostsFile=" + knownHosts(),
                    person + "@localhost"));
        } finally {
            Files.deleteIfExists(batch);
        }
    }

    /** What a person pastes before the command: which key, which port, which list of hosts. */
    static String options(Home home) {
        return "-i " + home.root().resolve("data/demo/alice") + " -o UserKnownHostsFile="
                + home.root().resolve("data/demo/known_hosts");
    }

    private Path key(String person) {
        return home.data("demo").resolve(person);
    }

    private Path knownHosts() {
        return home.data("demo").resolve("known_hosts");
    }

    private void run(List<String> command) {
        ChildProcess.start(command.getFirst(), command, Map.of(), home.data("demo"), home.log("demo"))
                .awaitSuccess(LIMIT);
    }
}
