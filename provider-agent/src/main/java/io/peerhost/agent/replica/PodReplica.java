package io.peerhost.agent.replica;

import io.peerhost.agent.runtime.Pod;
import io.peerhost.agent.tunnel.TunnelTargets.Target;
import io.peerhost.agent.workload.PodSpec;
import io.peerhost.agent.workload.Workloads;
import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A site that runs in a pod: ready when the pod's probe answers; a new release gets a new pod beside the old one, which drains. */
final class PodReplica implements Replica {
    private static final Logger LOG = LoggerFactory.getLogger(PodReplica.class);
    private static final long MIB = 1024 * 1024;
    private static final int LINES = 100;

    private final Bytes32 lease;
    private final Means means;
    private final InstantSource clock;
    private final Map<Pod, Instant> old = new ConcurrentHashMap<>();
    private PodSpec spec;
    private volatile Pod pod;
    private Probing probing;

    PodReplica(Bytes32 lease, Means means, InstantSource clock) {
        this.lease = lease;
        this.means = means;
        this.clock = clock;
    }

    @Override
    public void serve(Assignment assignment, Consumer<String> progress) throws IOException, InterruptedException {
        means.runtime().missing().ifPresent(PodReplica::refuse);
        Hash release = assignment.release();
        means.releases().bring(lease, release, assignment.reserved().diskMib() * MIB, progress);
        Path folder = means.files().of(lease, release);
        String image = means.runtime().image(assignment.kind());
        PodSpec next = Workloads.pod(assignment, image, folder.toString());
        Pod started = standing(next).orElse(null);
        boolean fresh = started == null;
        if (fresh) {
            if (pod != null && pod.name().equals(next.name())) close(pod);
            progress.accept("Starting the pod");
            started = means.runtime().start(next);
        }
        Probing asked = new Probing(started.address(), next.probe(), clock);
        awaitReady(started, asked, fresh, progress);
        turnTo(next, started, asked);
    }

    private static void refuse(String missing) {
        throw new IllegalStateException("This machine runs no pods: " + missing);
    }

    /** A pod of this very specification that lives, left by an earlier run of the agent. All others of the lease are old. */
    private Optional<Pod> standing(PodSpec wanted) throws IOException, InterruptedException {
        Pod found = null;
        for (Pod each : means.runtime().pods()) {
            if (!each.lease().equals(lease)) continue;
            if (each.name().equals(wanted.name()) && means.runtime().alive(each)) found = each;
            else if (!each.equals(pod)) old.putIfAbsent(each, clock.instant().plus(means.drain()));
        }
        return Optional.ofNullable(found);
    }

    private void awaitReady(Pod started, Probing asked, boolean fresh, Consumer<String> progress)
            throws IOException, InterruptedException {
        BooleanSupplier alive = () -> {
            progress.accept("Waiting for the pod to answer");
            return means.runtime().alive(started);
        };
        try {
            if (fresh) asked.awaitReady(alive);
            else asked.awaitLife(alive);
        } catch (IOException e) {
            List<String> lines = means.runtime().lines(started, LINES);
            means.lines().wrote(lease, lines);
            if (pod == null || !pod.equals(started)) means.runtime().remove(started);
            String last = lines.isEmpty() ? "" : ": " + lines.getLast();
            throw new IOException(e.getMessage() + last, e);
        }
    }

    private void turnTo(PodSpec next, Pod started, Probing asked) {
        if (pod != null && !pod.equals(started)) {
            if (means.runtime().alive(pod)) old.put(pod, clock.instant().plus(means.drain()));
            else old.put(pod, clock.instant());
        }
        old.remove(started);
        spec = next;
        pod = started;
        probing = asked;
        means.targets().open(lease, started.release(), new Target.Tcp(started.address()));
    }

    @Override
    public boolean stands() throws IOException, InterruptedException {
        drain();
        if (pod == null) return false;
        List<String> lines = means.runtime().lines(pod, LINES);
        if (!lines.isEmpty()) means.lines().wrote(lease, lines);
        if (means.runtime().alive(pod) && probing.stillAnswers()) return true;
        LOG.warn("The pod {} of lease {} ended or does not answer, it is replaced", pod.name(), lease);
        close(pod);
        old.put(pod, clock.instant());
        pod = null;
        return false;
    }

    private void drain() throws IOException, InterruptedException {
        for (Map.Entry<Pod, Instant> each : Map.copyOf(old).entrySet())
            if (!clock.instant().isBefore(each.getValue()) && removed(each.getKey())) old.remove(each.getKey());
        if (old.isEmpty() && spec != null) means.files().keepOnly(lease, Set.of(spec.release()));
    }

    /** An old pod that cannot be removed now must not trouble the one that serves. */
    private boolean removed(Pod each) throws InterruptedException {
        close(each);
        try {
            means.runtime().remove(each);
            return true;
        } catch (IOException e) {
            LOG.info("The old pod {} is removed later: {}", each.name(), e.getMessage());
            return false;
        }
    }

    @Override
    public List<Pod> pods() {
        Set<Pod> all = new HashSet<>(old.keySet());
        Pod current = pod;
        if (current != null) all.add(current);
        return List.copyOf(all);
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        for (Pod each : pods()) {
            close(each);
            means.runtime().remove(each);
        }
        for (Pod each : means.runtime().pods())
            if (each.lease().equals(lease)) means.runtime().remove(each);
        old.clear();
        pod = null;
        means.runtime().forget(lease);
        means.files().keepOnly(lease, Set.of());
    }

    private void close(Pod each) {
        means.targets().close(lease, each.release(), new Target.Tcp(each.address()));
    }
}
