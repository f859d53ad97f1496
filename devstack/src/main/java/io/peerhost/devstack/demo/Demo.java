package io.peerhost.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.Probe;
import io.peerhost.devstack.product.PortalApi;
import io.peerhost.devstack.product.Status;
import io.peerhost.devstack.service.Addresses;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.PrivateFile;
import io.peerhost.devstack.step.Outcome;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a newcomer finds: two sellers with an offer each, and a renter whose sites they run. Every step may be done again. */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POD_PATIENCE = Duration.ofMinutes(8);
    private static final BigInteger ENOUGH = BigInteger.valueOf(20_000_000);

    private final ProjectFolder project;
    private final Home home;
    private final Addresses addresses;
    private final URI issuer;
    private final SftpClient sftp;

    public Demo(ProjectFolder project, Home home, Addresses addresses, URI issuer) {
        this.project = project;
        this.home = home;
        this.addresses = addresses;
        this.issuer = issuer;
        this.sftp = new SftpClient(home, addresses.sftp());
    }

    /** The sites of the demo, as they lie in {@code examples/}. */
    public enum Site {
        HELLO("hello", "STATIC", 2),
        GUESTBOOK("guestbook", "PHP", 1);

        private final String siteName;
        private final String kind;
        private final int replicas;

        Site(String siteName, String kind, int replicas) {
            this.siteName = siteName;
            this.kind = kind;
            this.replicas = replicas;
        }

        public String siteName() {
            return siteName;
        }

        /** Whether it runs in pods, which not every machine can. */
        public boolean needsPods() {
            return !kind.equals("STATIC");
        }
    }

    /** The file with the seller's enrolment token; empty once the agent does not need it any more. */
    public Path enrolmentToken(String agent, Status.Account seller) throws IOException, InterruptedException {
        Path file = home.data("demo").resolve(agent + ".token");
        if (agents(api(seller)).isEmpty()) {
            PrivateFile.write(
                    file,
                    api(seller).post("/api/agents/tokens", null).path("token").asText());
        }
        return file;
    }

    /** Waits until the seller's agent is connected and has proved what its machine has. */
    public void awaitAgent(String agent, Status.Account seller) throws IOException, InterruptedException {
        PortalApi api = api(seller);
        Waiting.until("A connected and proven " + agent, PATIENCE, () -> agents(api).stream()
                .filter(found -> found.path("presence").asText().equalsIgnoreCase("online"))
                .filter(found -> found.hasNonNull("provenAt"))
                .findFirst());
    }

    /** Waits until the portal has heard that the seller's machine runs pods: an agent says so once its images are built. */
    public void awaitPods(Status.Account seller) throws IOException, InterruptedException {
        PortalApi api = api(seller);
        Waiting.until("A machine that runs pods", PATIENCE, () -> agents(api).stream()
                .filter(found -> found.at("/inventory/pods").asBoolean())
                .findFirst());
    }

    /** The seller's offer for that machine. */
    public Outcome offer(Status.Account seller) throws IOException, InterruptedException {
        PortalApi api = api(seller);
        JsonNode agent = agents(api).getFirst();
        boolean stands = elements(api.get("/api/offers")).stream()
                .anyMatch(offer -> offer.path("agent").equals(agent.path("address")));
        if (stands) {
            return Outcome.done("stands");
        }
        boolean cheaper = seller.name().equals("sam");
        var prices = Map.of(
                "vcpuHour", cheaper ? "12000" : "14000",
                "memoryGibHour", cheaper ? "4000" : "3500",
                "diskGibHour", "100",
                "egressGib", cheaper ? "10000" : "9000");
        var limits = Map.of(
                "cpuMillis", Math.max(500, 1000 * agent.at("/inventory/cores").asInt(2) / 2),
                "memoryMib", agent.at("/inventory/memoryMib").asInt(),
                "diskMib", agent.at("/inventory/diskMib").asInt());
        api.post(
                "/api/offers",
                Map.of(
                        "agent",
                        agent.path("address").asText(),
                        "prices",
                        prices,
                        "region",
                        cheaper ? "eu-central" : "eu-west",
                        "limits",
                        limits));
        return Outcome.done("made");
    }

    /** The renter's key and money. */
    public Outcome renter(Status.Account renter) throws IOException, InterruptedException {
        PortalApi api = api(renter);
        String publicKey = sftp.publicKey(renter.name());
        boolean known = elements(api.get("/api/ssh-keys")).stream()
                .anyMatch(key -> key.path("name").asText().equals("demo"));
        if (!known) {
            api.post("/api/ssh-keys", Map.of("name", "demo", "publicKey", publicKey));
        }
        if (balance(api).compareTo(ENOUGH) < 0) {
            api.post("/api/wallet/faucet", null);
            Waiting.until("The gift of test tokens", PATIENCE, () -> Optional.of(balance(api))
                    .filter(balance -> balance.compareTo(ENOUGH) >= 0));
        }
        return Outcome.done("key registered, wallet filled");
    }

    /** Orders the site, puts its files there by SFTP and waits until it answers visitors. */
    public Status.DemoSite deploy(Site site, Status.Account renter) throws IOException, InterruptedException {
        PortalApi api = api(renter);
        URI url = addresses.site(site.siteName());
        Optional<JsonNode> ordered = find(api, site);
        if (ordered.isEmpty()) {
            api.post("/api/sites", order(site));
        }
        boolean published =
                ordered.map(found -> found.path("release").asLong() > 0).orElse(false);
        if (!published) {
            Waiting.until("A seller for " + site.siteName(), PATIENCE, () -> find(api, site));
            sftp.put(renter.name(), project.resolve("examples/" + site.siteName() + "/site"), site.siteName());
        }
        Waiting.until("An answer of " + url, site == Site.GUESTBOOK ? POD_PATIENCE : PATIENCE, () -> Optional.of(url)
                .filter(this::answers));
        return new Status.DemoSite(site.siteName(), url);
    }

    private static Map<String, Object> order(Site site) {
        return Map.of(
                "name",
                site.siteName(),
                "kind",
                site.kind,
                "resources",
                Map.of("cpuMillis", 250, "memoryMib", 128, "diskMib", 256),
                "replicas",
                site.replicas,
                "maxHourly",
                "20000",
                "maxEgressGib",
                "20000",
                "deposit",
                "2000000",
                "regions",
                List.of());
    }

    /** Names under localhost need no resolver: the address is loopback, the name goes in the Host header. */
    private boolean answers(URI url) {
        return Probe.statusOfHost(addresses.edge(), url.getHost()) == 200;
    }

    private static Optional<JsonNode> find(PortalApi api, Site site) throws IOException, InterruptedException {
        return elements(api.get("/api/sites")).stream()
                .filter(found -> found.path("name").asText().equals(site.siteName()))
                .findFirst();
    }

    private static List<JsonNode> agents(PortalApi api) throws IOException, InterruptedException {
        return elements(api.get("/api/agents"));
    }

    private static BigInteger balance(PortalApi api) throws IOException, InterruptedException {
        return new BigInteger(api.get("/api/wallet").path("balance").asText("0"));
    }

    private static List<JsonNode> elements(JsonNode answer) {
        JsonNode list = answer.isArray() ? answer : answer.path("items");
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private PortalApi api(Status.Account account) {
        return new PortalApi(addresses.portalUrl(), issuer, account);
    }
}
