package io.peerhost.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.gateway.login.Limits;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** A gateway, its {@link StandIn} and OpenSSH's own clients, in one folder. */
final class Rig implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 180;

    final Path folder;
    final StandIn standIn = new StandIn();
    final Gateway gateway;
    final String key;

    /** @param ran its exit code; @param out standard output; @param errors what went to standard error */
    record Result(int code, String out, String errors) {}

    Rig(Path folder) throws Exception {
        this(folder, Limits.Settings.DEFAULT, 1L << 30);
    }

    Rig(Path folder, Limits.Settings limits, long spoolBytes) throws Exception {
        this(folder, limits, spoolBytes, "key");
    }

    Rig(Path folder, Limits.Settings limits, long spoolBytes, String keyName) throws Exception {
        this(folder, limits, spoolBytes, keyName, Clock.systemUTC());
    }

    Rig(Path folder, Limits.Settings limits, long spoolBytes, String keyName, Clock clock) throws Exception {
        this.folder = folder;
        Settings settings = new Settings(
                "127.0.0.1",
                0,
                0,
                folder.resolve("data"),
                spoolBytes,
                URI.create(standIn.uri() + "/realms/peerhost"),
                "sftp-gateway",
                "secret",
                standIn.uri(),
                standIn.uri());
        lendHostKeys(folder.resolve("data/host-keys"));
        gateway = new Gateway(settings, limits, clock);
        key = makeKey(keyName);
    }

    /** OpenSSH's own tool makes an RSA key faster than a JVM that has just started. */
    private void lendHostKeys(Path target) throws Exception {
        Files.createDirectories(target);
        for (String type : List.of("ed25519", "rsa")) {
            Path file = target.resolve("ssh_host_" + type + "_key");
            if (Files.exists(file)) continue;
            run(List.of("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file.toString()));
            Files.delete(target.resolve(file.getFileName() + ".pub"));
        }
    }

    /** @return type and base64 of a new key's public half, whose private half is in the file {@code name} */
    String makeKey(String name) throws Exception {
        Result made = run(List.of(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                folder.resolve(name).toString()));
        if (made.code() != 0) throw new IOException(made.errors());
        String[] words = Files.readString(folder.resolve(name + ".pub")).split(" ");
        return words[0] + " " + words[1];
    }

    /** Alice has one site. */
    SiteModel site(String name) {
        SiteModel site = standIn.site(name);
        standIn.login("alice", key, site);
        return site;
    }

    List<String> options(String keyName) {
        return List.of(
                "-F", "/dev/null",
                "-o", "BatchMode=yes",
                "-o", "IdentitiesOnly=yes",
                "-o", "IdentityAgent=none",
                "-o", "StrictHostKeyChecking=no",
                "-o", "UserKnownHostsFile=" + folder.resolve("known_hosts"),
                "-o", "LogLevel=ERROR",
                "-i", folder.resolve(keyName).toString());
    }

    List<String> sftpLine() {
        return sftpLine(port());
    }

    List<String> sftpLine(String port) {
        List<String> line = new ArrayList<>(List.of("sftp", "-q", "-P", port));
        line.addAll(options("key"));
        line.add("-b");
        line.add("-");
        line.add("alice@127.0.0.1");
        return line;
    }

    /** An sftp client that goes on until it is told to leave. */
    OpenClient open(String... options) throws IOException {
        List<String> line = sftpLine();
        line.addAll(1, List.of(options));
        return new OpenClient(line, folder);
    }

    /** Runs sftp with {@code commands}, a line each. */
    Result sftp(String... commands) throws Exception {
        return run(sftpLine(), String.join("\n", commands) + "\n");
    }

    /** As {@link #sftp(String...)}, at the gateway of that port. */
    Result sftpAt(int port, String... commands) throws Exception {
        return run(sftpLine(String.valueOf(port)), String.join("\n", commands) + "\n");
    }

    Result ssh(String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of("ssh", "-p", port()));
        line.addAll(options("key"));
        line.add("alice@127.0.0.1");
        line.addAll(List.of(command));
        return run(line);
    }

    Result scp(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("scp", "-P", port()));
        line.addAll(options("key"));
        line.addAll(List.of(arguments));
        return run(line);
    }

    String port() {
        return String.valueOf(gateway.sftpPort());
    }

    Result run(List<String> command) throws Exception {
        return run(command, "");
    }

    private Result run(List<String> command, String input) throws Exception {
        Path out = Files.createTempFile(folder, "run", ".out");
        Path errors = Files.createTempFile(folder, "run", ".err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it had read everything; its exit code says why.
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " did not end: " + Files.readString(errors));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(errors));
    }

    /** MINA's own client, started; the caller closes it. */
    SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((session, address, key) -> true);
        client.start();
        return client;
    }

    /** Alice, logged in. */
    ClientSession session(SshClient client) throws Exception {
        ClientSession session = client.connect("alice", "127.0.0.1", gateway.sftpPort())
                .verify(Duration.ofSeconds(30))
                .getSession();
        try (var in = Files.newInputStream(folder.resolve("key"))) {
            SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("key"), in, null)
                    .forEach(session::addPublicKeyIdentity);
        }
        session.auth().verify(Duration.ofSeconds(30));
        return session;
    }

    int connections() {
        return (int) figure("ssh.connections");
    }

    /** One of the gateway's figures, asked for as an operator would. */
    long figure(String name) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.httpPort() + "/health/figures"))
                    .build();
            return Json.read(http.send(request, BodyHandlers.ofString()).body(), JsonNode.class)
                    .path(name)
                    .asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("Never happened: " + what);
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        standIn.close();
    }
}
