package io.peerhost.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.agent.image.PodImages;
import io.peerhost.agent.podman.ContainerProcess;
import io.peerhost.agent.podman.Engine;
import io.peerhost.agent.podman.EngineConfig;
import io.peerhost.agent.podman.Firewall;
import io.peerhost.agent.podman.Libpod;
import io.peerhost.agent.podman.LogTail;
import io.peerhost.agent.podman.Networks;
import io.peerhost.agent.process.Command;
import io.peerhost.agent.workload.PodSpec;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pods by podman, in an engine of this agent's own. Starting and removing is done one after the other, looking is not. */
public final class PodmanRuntime implements PodRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(PodmanRuntime.class);
    private static final Duration UNMOUNT_LIMIT = Duration.ofSeconds(10);

    private final Address agent;
    private final PodImages images;
    private final Engine engine;
    private final Libpod libpod;
    private final Networks networks;
    private final Firewall firewall;
    private final Path logs;
    private final Path store;
    private final PodmanSpecs specs;
    private final ReentrantLock changing = new ReentrantLock(true);
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** What is remembered of a container, by its id. @param told how many of its processes were ended for memory when that was last looked at */
    private record Known(ContainerProcess process, LogTail tail, AtomicLong told) {
        /** Whether some were since. */
        boolean wasFull() {
            long killed = process.killedForMemory();
            return killed > told.getAndSet(killed);
        }
    }

    private PodmanRuntime(
            Address agent, PodImages images, Engine engine, Path logs, Path store, List<String> resolvers) {
        this.agent = agent;
        this.images = images;
        this.engine = engine;
        this.libpod = engine.libpod();
        this.networks = new Networks(agent, libpod);
        this.firewall = new Firewall(Networks.prefix(agent));
        this.logs = logs;
        this.store = store;
        this.specs = new PodmanSpecs(agent, logs, resolvers);
    }

    /**
     * @param folder for configuration, containers and logs
     * @param resolvers name servers for pods: public ones, others are out of their reach
     * @throws IOException when podman does not start, or the firewall cannot be set: then no pod may run here
     */
    public static PodmanRuntime start(Address agent, Path folder, PodImages images, List<String> resolvers)
            throws IOException, InterruptedException {
        new Firewall(Networks.prefix(agent)).ensure();
        Files.createDirectories(images.store());
        EngineConfig config = new EngineConfig(
                        folder, EngineConfig.runFolder(agent.hex().substring(2, 12)), List.of(images.store()))
                .write();
        Path logs = Files.createDirectories(folder.resolve("logs"));
        return new PodmanRuntime(agent, images, Engine.start(config), logs, config.store(), resolvers);
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public String image(SiteKind kind) throws IOException, InterruptedException {
        images.build(step -> LOG.info("{}", step));
        return images.name(kind);
    }

    @Override
    public Pod start(PodSpec spec) throws IOException, InterruptedException {
        changing.lockInterruptibly();
        try {
            firewall.ensure();
            libpod.removePod(spec.name());
            Files.deleteIfExists(specs.log(spec.name()));
            String network = networks.ensure(spec.lease());
            try {
                libpod.createPod(specs.pod(spec, network));
                String container = libpod.createContainer(specs.container(spec));
                libpod.startPod(spec.name());
                return pod(spec.name(), container, spec.lease(), spec.release(), true)
                        .orElseThrow(() -> new IOException("The pod " + spec.name() + " has no address"));
            } catch (IOException e) {
                libpod.removePod(spec.name());
                throw e;
            }
        } finally {
            changing.unlock();
        }
    }

    @Override
    public List<Pod> pods() throws IOException {
        List<Pod> pods = new ArrayList<>();
        for (JsonNode pod : libpod.pods(PodmanSpecs.AGENT, agent.hex())) {
            JsonNode labels = pod.path("Labels");
            String name = pod.path("Name").asText();
            Bytes32 lease = Bytes32.of(labels.path(PodmanSpecs.LEASE).asText());
            Hash release = Hash.of(labels.path(PodmanSpecs.RELEASE).asText());
            String container = PodmanSpecs.containerName(name);
            pods.add(pod(name, container, lease, release, false).orElseGet(() -> half(name, lease, release)));
        }
        return pods;
    }

    /** A pod whose making was cut short: it has no container or no address, so it is dead and only to be removed. */
    private static Pod half(String name, Bytes32 lease, Hash release) {
        return new Pod(name, name, lease, release, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    }

    private Optional<Pod> pod(String name, String container, Bytes32 lease, Hash release, boolean fresh)
            throws IOException {
        Optional<JsonNode> found = libpod.container(container);
        if (found.isEmpty()) return Optional.empty();
        JsonNode state = found.get();
        String id = state.path("Id").asText();
        String address = PodmanSpecs.address(state);
        if (address.isEmpty()) return Optional.empty();
        ContainerProcess process =
                new ContainerProcess(state.path("State").path("Pid").asLong(), id);
        LogTail tail = new LogTail(specs.log(name), fresh);
        known.merge(
                id,
                new Known(process, tail, new AtomicLong(process.killedForMemory())),
                (before, now) -> new Known(now.process(), before.tail(), before.told()));
        return Optional.of(
                new Pod(name, id, lease, release, new InetSocketAddress(InetAddress.getByName(address), specs.port())));
    }

    @Override
    public boolean alive(Pod pod) {
        Known of = known.get(pod.id());
        return of != null && of.process().lives();
    }

    @Override
    public void remove(Pod pod) throws IOException, InterruptedException {
        changing.lockInterruptibly();
        try {
            if (replacedSince(pod)) return;
            libpod.removePod(pod.name());
            known.remove(pod.id());
            Files.deleteIfExists(specs.log(pod.name()));
        } finally {
            changing.unlock();
        }
    }

    /** Another pod may have been started under its name since: that one stays. */
    private boolean replacedSince(Pod pod) throws IOException {
        Optional<JsonNode> now = libpod.container(PodmanSpecs.containerName(pod.name()));
        return now.isPresent()
                && !now.get().path("Id").asText().equals(pod.id())
                && !pod.id().equals(pod.name());
    }

    @Override
    public void forget(Bytes32 lease) throws IOException, InterruptedException {
        changing.lockInterruptibly();
        try {
            networks.remove(lease);
        } finally {
            changing.unlock();
        }
    }

    @Override
    public Optional<PodUsage> usage(Pod pod) {
        Known of = known.get(pod.id());
        if (of == null || !of.process().lives()) return Optional.empty();
        var cpu = of.process().cpuNanos();
        var memory = of.process().memoryBytes();
        return cpu.isPresent() && memory.isPresent()
                ? Optional.of(new PodUsage(cpu.getAsLong(), memory.getAsLong()))
                : Optional.empty();
    }

    @Override
    public List<String> lines(Pod pod, int most) throws IOException {
        Known of = known.get(pod.id());
        if (of == null) return List.of();
        List<String> lines = of.tail().lines(most - 1);
        if (of.wasFull())
            lines.add("A process of the site was ended: it needed more memory than the site has reserved");
        return lines;
    }

    /** The process of podman's service. */
    public long enginePid() {
        return engine.pid();
    }

    /** Whether the rules still stand; sets them again when something took them away. */
    @Override
    public void guard() throws IOException, InterruptedException {
        firewall.ensure();
    }

    @Override
    public void close() {
        boolean podsStay = podsStay();
        engine.close();
        if (!podsStay) tidyUp();
    }

    private boolean podsStay() {
        try {
            return !pods().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    /** What would outlive the agent for nothing: its rules, and the mount that podman makes of its store upon itself. */
    private void tidyUp() {
        try {
            firewall.remove();
            Command.of(UNMOUNT_LIMIT, "umount", store.resolve("overlay").toString())
                    .succeeds();
        } catch (IOException e) {
            LOG.warn("Rules or mounts of podman may be left: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
