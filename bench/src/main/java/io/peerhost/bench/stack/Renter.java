package io.peerhost.bench.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.devstack.product.PortalApi;
import io.peerhost.devstack.product.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A renter with a key and sites, as the benches need one. */
public final class Renter {
    private static final String NAME = "alice";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Status status;
    private final PortalApi portal;
    private final Path folder;

    public Renter(Workbench workbench) throws IOException, InterruptedException {
        status = workbench.status();
        folder = Files.createTempDirectory(workbench.folder(), "renter");
        portal = new PortalApi(
                status.portal(), URI.create(status.part("keycloak").url() + "/realms/peerhost"), status.account(NAME));
        Shell.run(
                folder, Duration.ofSeconds(20), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key().toString());
        portal.post(
                "/api/ssh-keys",
                Map.of(
                        "name",
                        "bench " + System.currentTimeMillis(),
                        "publicKey",
                        Files.readString(publicKey()).strip()));
    }

    public Path folder() {
        return folder;
    }

    public Path key() {
        return folder.resolve("key");
    }

    public Path publicKey() {
        return folder.resolve("key.pub");
    }

    public String login() {
        return NAME + "@" + status.sftp().substring(0, status.sftp().lastIndexOf(':'));
    }

    public int sftpPort() {
        return Integer.parseInt(status.sftp().substring(status.sftp().lastIndexOf(':') + 1));
    }

    /** Orders a site and waits till its folder is there. */
    public String site(String what, String kind, int cpuMillis, int diskMib) throws IOException, InterruptedException {
        String name = what + "-" + Long.toString(System.currentTimeMillis() % 100_000_000L, 36);
        portal.post(
                "/api/sites",
                Map.of(
                        "name",
                        name,
                        "kind",
                        kind,
                        "resources",
                        Map.of("cpuMillis", cpuMillis, "memoryMib", kind.equals("PHP") ? 128 : 32, "diskMib", diskMib),
                        "replicas",
                        1,
                        "maxHourly",
                        "10000000",
                        "maxEgressGib",
                        "100000",
                        "deposit",
                        "20000000",
                        "regions",
                        List.of()));
        for (int i = 0; ; i++)
            try {
                sftp("ls /" + name + "\n");
                return name;
            } catch (IOException e) {
                if (i == 100) throw e;
                Thread.sleep(200);
            }
    }

    /** The lease under which a seller runs the site now. */
    public String lease(String site) throws IOException, InterruptedException {
        JsonNode sites = portal.get("/api/sites");
        for (JsonNode found : sites.isArray() ? sites : sites.path("items"))
            if (found.path("name").asText().equals(site))
                for (JsonNode lease : found.path("leases"))
                    if (lease.path("stage").asText().equals("ACTIVE"))
                        return lease.path("lease").asText();
        throw new IOException("The site " + site + " has no lease that runs");
    }

    /** @return seconds from start to end of the client */
    public double sftp(String batch) throws IOException, InterruptedException {
        return io.peerhost.bench.peer.OpenSsh.sftp(folder, key(), login(), sftpPort(), batch);
    }

    public String host(String site) {
        return site + ".localhost:" + status.edge().getPort();
    }

    public URI url(String path) {
        return status.edge().resolve(path);
    }

    /** Asks until the answer contains {@code text}. @return seconds it took */
    public double visible(String site, String path, String text) throws IOException, InterruptedException {
        long from = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(url(path))
                .timeout(Duration.ofSeconds(20))
                .header("Host", host(site))
                .build();
        while (true) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            double seconds = (System.nanoTime() - from) / 1e9;
            if (answer.statusCode() == 200 && answer.body().contains(text)) return seconds;
            if (seconds > 180)
                throw new IOException(
                        site + path + " never told " + text + ": " + answer.statusCode() + " " + answer.body());
            Thread.sleep(5);
        }
    }
}
