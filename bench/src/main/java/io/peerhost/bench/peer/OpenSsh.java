package io.peerhost.bench.peer;

import io.peerhost.bench.stack.Shell;
import io.peerhost.devstack.process.Ports;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** OpenSSH's own server with its own SFTP, and its client. */
public final class OpenSsh implements AutoCloseable {
    private final Process process;
    private final int port;

    private OpenSsh(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public int port() {
        return port;
    }

    public static String version() throws IOException, InterruptedException {
        return Shell.run(Path.of("."), Duration.ofSeconds(10), "ssh", "-V")
                .strip()
                .replaceFirst(",.*", "");
    }

    /** @param publicKey the file of the key that may log in */
    public static OpenSsh start(Path work, Path publicKey) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(work, "sshd");
        Path hostKey = folder.resolve("host");
        Shell.run(
                folder,
                Duration.ofSeconds(20),
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                hostKey.toString());
        int port = Ports.free();
        Files.writeString(folder.resolve("config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                AuthorizedKeysFile %s
                PasswordAuthentication no
                StrictModes no
                PidFile %s
                Subsystem sftp internal-sftp
                """.formatted(
                        port, hostKey, publicKey.toAbsolutePath(), folder.resolve("pid")));
        Files.createDirectories(Path.of("/run/sshd"));
        Process process = new ProcessBuilder(
                        "/usr/sbin/sshd",
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("config").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        for (int i = 0; i < 100; i++) {
            if (!process.isAlive()) throw new IOException("sshd ended: " + Files.readString(folder.resolve("out")));
            try (Socket probe = new Socket("127.0.0.1", port)) {
                return new OpenSsh(process, probe.getPort());
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        process.destroy();
        throw new IOException("sshd did not start in 5 s");
    }

    /** Runs a batch of sftp commands. @return seconds it took */
    public static double sftp(Path folder, Path key, String userAtHost, int port, String batch)
            throws IOException, InterruptedException {
        Path commands = Files.createTempFile(folder, "batch", ".sftp");
        Files.writeString(commands, batch);
        long from = System.nanoTime();
        Shell.run(
                folder,
                Duration.ofMinutes(5),
                "sftp",
                "-q",
                "-b",
                commands.toString(),
                "-P",
                Integer.toString(port),
                "-i",
                key.toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                userAtHost);
        return (System.nanoTime() - from) / 1e9;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
