package io.peerhost.agent;

import io.peerhost.agent.controlplane.AgentKey;
import io.peerhost.agent.controlplane.Enrolment;
import io.peerhost.agent.controlplane.Orders;
import io.peerhost.agent.controlplane.PortalConnection;
import io.peerhost.agent.controlplane.ReportQueue;
import io.peerhost.agent.image.PodImages;
import io.peerhost.agent.inventory.Benchmark;
import io.peerhost.agent.inventory.CapacityProver;
import io.peerhost.agent.inventory.Machine;
import io.peerhost.agent.metering.Counters;
import io.peerhost.agent.metering.UsageMeter;
import io.peerhost.agent.replica.Means;
import io.peerhost.agent.replica.Replicas;
import io.peerhost.agent.replica.Statuses;
import io.peerhost.agent.replica.Targets;
import io.peerhost.agent.retry.Backoff;
import io.peerhost.agent.runtime.PodRuntime;
import io.peerhost.agent.storage.BlobStore;
import io.peerhost.agent.storage.ContentClient;
import io.peerhost.agent.storage.Releases;
import io.peerhost.agent.storage.SiteFiles;
import io.peerhost.agent.tunnel.TunnelClient;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of the agent, wired, started and stopped in order. */
final class Agent implements Orders, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final long QUEUE_LIMIT = 64L * 1024 * 1024;
    private static final Duration PROOF_PATIENCE = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final String VERSION = Optional.ofNullable(
                    Agent.class.getPackage().getImplementationVersion())
            .orElse("development");

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final FolderLock lock;
    private final SigningKey key;
    private final Kept kept;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final AtomicReference<URI> content = new AtomicReference<>();
    private final ReportQueue queue;
    private final BlobStore blobs;
    private final PodImages images;
    private final PodRuntime runtime;
    private final UsageMeter meter;
    private final LastWord<Message.Inventory> offer;
    private final Statuses statuses;
    private final Replicas replicas;
    private final Tunnels tunnels;
    private final CapacityProver prover;
    private final PortalConnection portal;
    private final Chores chores;
    private volatile Message.Inventory inventory;

    Agent(Settings settings) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(settings.folder());
        this.settings = settings;
        lock = FolderLock.of(folder);
        key = AgentKey.in(folder);
        kept = new Kept(folder);
        queue = ReportQueue.open(folder.resolve("reports"), QUEUE_LIMIT);
        blobs = new BlobStore(folder.resolve("content"));
        Releases releases =
                new Releases(folder.resolve("content"), blobs, new ContentClient(content::get, key, clock, http));
        images = new PodImages(settings.images());
        runtime = Preparation.runtime(settings, images, key.address());
        Targets targets = new Targets();
        meter = new UsageMeter(
                folder.resolve("usage"),
                key,
                clock,
                () -> System.nanoTime() / 1_000_000,
                usage -> queue.append(number -> new Message.Report(number, null, null, usage)),
                this::readings);
        offer = new LastWord<>(measured -> queue.append(number -> new Message.Report(number, measured, null, null)));
        statuses =
                new Statuses(clock, status -> queue.append(number -> new Message.Report(number, null, status, null)));
        Means means = new Means(runtime, releases, new SiteFiles(folder, releases), targets, DRAIN, this::tellLines);
        replicas = new Replicas(means, statuses, meter, clock);
        tunnels = new Tunnels(edge -> new TunnelClient(key, edge, targets, releases, meter));
        prover = new CapacityProver(folder, PROOF_PATIENCE);
        portal = new PortalConnection(settings.portal(), key, VERSION, queue, this, http);
        chores = new Chores();
    }

    void start() throws IOException, InterruptedException {
        LOG.info("Agent {} in {}", key.address(), settings.folder());
        enrol();
        measure();
        meter.resume();
        kept.last("welcome.json", Message.Welcome.class).ifPresent(this::turnTo);
        kept.last("desired.json", Message.Desired.class).ifPresent(replicas::desired);
        portal.start();
        chores.every(Duration.ofSeconds(2), "look at usage", meter::look);
        chores.every(Duration.ofSeconds(10), "record usage", meter::record);
        chores.every(Duration.ofSeconds(2), "say what had no room", statuses::retry);
        chores.every(Duration.ofSeconds(2), "say what this machine offers", offer::retry);
        chores.every(Duration.ofHours(1), "forget leases of long ago", meter::forget);
        chores.every(Duration.ofSeconds(30), "sweep", replicas::sweep);
        chores.every(Duration.ofSeconds(10), "guard the pods", replicas::guard);
    }

    private void enrol() throws IOException, InterruptedException {
        Enrolment enrolment = new Enrolment(settings.portal(), key, settings.folder(), http);
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), RandomGenerator.getDefault());
        if (enrolment.done()) return;
        Optional<String> token = settings.token().or(this::typedToken);
        while (!enrolment.done())
            try {
                if (token.isPresent()) enrolment.withToken(token.get());
                else
                    enrolment.withSignIn(settings.issuer()
                            .orElseThrow(() -> new Settings.Wrong(
                                    "This agent is not enrolled: set ENROLMENT_TOKEN_FILE to a file with a token from the portal's "
                                            + "page \"Sell\", or OIDC_ISSUER to sign in")));
            } catch (Enrolment.Refused e) {
                throw e;
            } catch (IOException e) {
                Duration wait = backoff.next();
                LOG.info("Not enrolled yet ({}), trying again in {} s", e.getMessage(), wait.toSeconds());
                Thread.sleep(wait);
            }
    }

    /** Asked for where somebody sits at a terminal: a token among a command's words stays in the shell's history. */
    private Optional<String> typedToken() {
        Console console = System.console();
        if (settings.issuer().isPresent() || console == null || !console.isTerminal()) return Optional.empty();
        char[] typed =
                console.readPassword("Enrolment token from the portal's page \"Sell\" (not shown while you paste): ");
        return Optional.ofNullable(typed).map(String::new).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Reports what the machine has; when the pod images must be built first, once more afterwards. */
    private void measure() throws IOException, InterruptedException {
        Benchmark.Speed speed = speed();
        Optional<String> missing = runtime.missing();
        if (missing.isPresent() || images.ready()) {
            report(speed, missing);
            return;
        }
        report(speed, Optional.of("The pod images are being built, this takes a few minutes"));
        Thread.ofVirtual().name("images").start(() -> {
            try {
                images.build(LOG::info);
                report(speed, Optional.empty());
            } catch (IOException e) {
                LOG.error("The pod images cannot be built, this machine sells static hosting only", e);
            } catch (InterruptedException e) {
                LOG.debug("Stopped while building images");
            }
        });
    }

    private Benchmark.Speed speed() throws IOException, InterruptedException {
        Optional<Benchmark.Tried> last =
                kept.last("benchmark.json", Benchmark.Tried.class).filter(tried -> tried.holds(clock.instant()));
        if (last.isPresent()) return last.get().speed();
        Benchmark benchmark = Benchmark.in(settings.folder());
        Benchmark.Tried tried = new Benchmark.Tried(clock.instant(), benchmark.processors(), benchmark.run());
        kept.keep("benchmark.json", tried);
        return tried.speed();
    }

    private void report(Benchmark.Speed speed, Optional<String> missing) throws IOException {
        inventory = Machine.here(settings.folder()).measure(settings.caps(), speed, blobs.bytes(), missing);
        Message.Inventory measured = inventory;
        LOG.info(
                "This machine offers {} cores, {} MiB of memory, {} MiB of disk, {}",
                measured.cores(),
                measured.memoryMib(),
                measured.diskMib(),
                measured.pods() ? "pods and static sites" : "static sites; no pods: " + measured.missing());
        offer.say(measured);
    }

    private List<Counters.Reading> readings(Bytes32 lease) {
        return replicas.pods(lease).stream()
                .flatMap(pod -> runtime.usage(pod).stream()
                        .map(usage -> new Counters.Reading(pod.id(), usage.cpuNanos(), usage.memoryBytes())))
                .toList();
    }

    private void tellLines(Bytes32 lease, List<String> lines) {
        portal.tell(new Message.Logs(lease, lines));
    }

    @Override
    public void welcome(Message.Welcome welcome) {
        LOG.info("The portal has let this agent in");
        kept.keep("welcome.json", welcome);
        turnTo(welcome);
        Thread.ofVirtual().start(statuses::repeat);
    }

    private void turnTo(Message.Welcome welcome) {
        content.set(URI.create(welcome.content()));
        tunnels.to(welcome.edges());
    }

    @Override
    public void desired(Message.Desired desired) {
        replicas.desired(desired);
        kept.keep("desired.json", desired);
    }

    @Override
    public void prove(Message.ProveCapacity question, Predicate<Message.Up> answer) {
        prover.prove(question, inventory, answer);
    }

    @Override
    public void show(Message.ShowBlocks question, Predicate<Message.Up> answer) {
        prover.show(question, answer);
    }

    /**
     * Stops within seconds. Pods go with it, unless the next run is to adopt them; those of an agent that was killed are adopted in
     * any case.
     */
    @Override
    public void close() {
        chores.close();
        portal.close();
        tunnels.close();
        try {
            replicas.leave();
            meter.record();
            if (!settings.keepPods()) replicas.removePods();
            prover.close();
            runtime.close();
            queue.close();
            lock.close();
        } catch (IOException | InterruptedException e) {
            LOG.warn("The agent did not stop cleanly: {}", e.toString());
        }
    }
}
