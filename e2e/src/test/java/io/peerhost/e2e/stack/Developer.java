package io.peerhost.e2e.stack;

import io.peerhost.devstack.product.PortalApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A developer at a terminal: OpenSSH's own clients with a key registered in the portal. */
public final class Developer {
    private final String user;
    private final String host;
    private final String port;
    private final Path key;
    private final Path folder;

    private Developer(String user, String sftp, Path key, Path folder) {
        this.user = user;
        this.host = sftp.substring(0, sftp.lastIndexOf(':'));
        this.port = sftp.substring(sftp.lastIndexOf(':') + 1);
        this.key = key;
        this.folder = folder;
    }

    static Developer withNewKey(String user, PortalApi portal, String sftp, Path folder)
            throws IOException, InterruptedException {
        Path key = folder.resolve("id_" + user);
        run(folder, null, List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()));
        String line = Files.readString(folder.resolve("id_" + user + ".pub")).strip();
        portal.post("/api/ssh-keys", Map.of("name", "e2e " + System.nanoTime(), "publicKey", line));
        return new Developer(user, sftp, key, folder);
    }

    /** What a command printed, and how it ended. */
    public record Said(int exit, String text) {}

    /** {@code sftp} with a batch of commands. @throws IOException when one of them fails */
    public void sftp(String... commands) throws IOException, InterruptedException {
        Said said = sftpTry(commands);
        if (said.exit != 0) throw new IOException("sftp ended with " + said.exit + ": " + said.text);
    }

    public Said sftpTry(String... commands) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("sftp", "-q", "-b", "-", "-P", port));
        line.addAll(options());
        line.add(user + "@" + host);
        return run(folder, String.join("\n", commands) + "\n", line);
    }

    /** Puts a folder's content into a site that was just ordered, as soon as its folder is there. */
    public void put(String site, String folder) throws IOException, InterruptedException {
        Until.get(Duration.ofSeconds(60), () -> {
            sftp("ls /" + site);
            return site;
        });
        sftp("put -r " + folder + "/. /" + site);
    }

    /** {@code ssh host command…} */
    public Said ssh(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("ssh", "-p", port));
        line.addAll(options());
        line.add(user + "@" + host);
        line.addAll(List.of(command));
        return run(folder, null, line);
    }

    /** An sftp session that stays open, for what breaks in the middle. */
    public Process open(String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of("sftp", "-q", "-b", "-", "-P", port));
        line.addAll(List.of(more));
        line.addAll(options());
        line.add(user + "@" + host);
        return new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        folder.resolve("open-" + System.nanoTime() + ".log").toFile())
                .start();
    }

    private List<String> options() {
        return List.of(
                "-i", key.toString(),
                "-o", "IdentitiesOnly=yes",
                "-o", "BatchMode=yes",
                "-o", "ConnectTimeout=20",
                "-o", "StrictHostKeyChecking=no",
                "-o", "UserKnownHostsFile=/dev/null",
                "-o", "LogLevel=ERROR");
    }

    private static Said run(Path folder, String input, List<String> line) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "said", ".txt");
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try (var stdin = process.outputWriter()) {
            if (input != null) stdin.write(input);
        } catch (IOException e) {
            // The command ended before it read all: its exit says why.
            process.onExit().join();
        }
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(line.getFirst() + " did not end: " + Files.readString(out));
        }
        return new Said(process.exitValue(), Files.readString(out));
    }
}
