package io.peerhost.agent.replica;

import io.peerhost.agent.metering.UsageMeter;
import io.peerhost.agent.runtime.Pod;
import io.peerhost.agent.runtime.PodRuntime;
import io.peerhost.agent.storage.Releases;
import io.peerhost.agent.storage.SiteFiles;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All replicas of this agent: declared by the portal, made real by workers. */
public final class Replicas {
    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Map<Bytes32, LeaseWorker> workers = new HashMap<>();
    private final Set<LeaseWorker> leaving = new HashSet<>();
    private final PodReplica.Pods pods;
    private final Statuses statuses;
    private final UsageMeter meter;
    private final Clock clock;
    private boolean declared;

    /** @param lines takes what pods write */
    public Replicas(
            PodRuntime runtime,
            Releases releases,
            SiteFiles files,
            Targets targets,
            Statuses statuses,
            UsageMeter meter,
            Clock clock,
            BiConsumer<Bytes32, List<String>> lines) {
        this.pods = new PodReplica.Pods(runtime, releases, files, targets, DRAIN, lines::accept);
        this.statuses = statuses;
        this.meter = meter;
        this.clock = clock;
    }

    /** All that is to run from now on; what runs beside it is removed. Returns at once. */
    public synchronized void desired(Message.Desired desired) {
        Map<Bytes32, Assignment> wanted = desired.leases().stream()
                .filter(assignment -> assignment.stage().runs())
                .collect(Collectors.toMap(Assignment::lease, Function.identity(), (first, second) -> second));
        for (Bytes32 lease : Set.copyOf(workers.keySet()))
            if (!wanted.containsKey(lease)) {
                LeaseWorker worker = workers.remove(lease);
                worker.remove();
                leaving.add(worker);
            }
        wanted.forEach((lease, assignment) -> {
            LeaseWorker worker = workers.get(lease);
            if (worker != null && !worker.ended()) worker.want(assignment);
            else begin(assignment);
        });
        declared = true;
    }

    private void begin(Assignment assignment) {
        Replica replica = assignment.kind().needsPods()
                ? new PodReplica(assignment.lease(), pods, clock)
                : new StaticReplica(assignment.lease(), pods.releases(), pods.targets(), clock);
        LeaseWorker worker = new LeaseWorker(assignment, replica, statuses, meter);
        workers.put(assignment.lease(), worker);
        worker.start();
    }

    /** Removes pods and content that belong to nothing declared. Does nothing before anything was declared. */
    public void sweep() throws IOException, InterruptedException {
        if (!settled()) return;
        Set<Hash> needed = needed();
        needed.addAll(pods.targets().releases());
        pods.releases().keepOnly(needed);
        for (Pod pod : pods.runtime().pods())
            if (settled() && !known(pod.lease())) {
                LOG.info("Sweeping pod {}, its lease is not this agent's", pod.name());
                pods.runtime().remove(pod);
                pods.runtime().forget(pod.lease());
            }
    }

    private synchronized boolean settled() {
        leaving.removeIf(LeaseWorker::ended);
        return declared && leaving.isEmpty();
    }

    /** Asked again for each pod: it may have been declared since the sweep began. */
    private synchronized boolean known(Bytes32 lease) {
        return workers.containsKey(lease);
    }

    private synchronized Set<Hash> needed() {
        return workers.values().stream()
                .map(LeaseWorker::wantedRelease)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Sees that tenants are kept apart; where that cannot be had, no pod stays. */
    public void guard() throws IOException, InterruptedException {
        try {
            pods.runtime().guard();
        } catch (IOException e) {
            LOG.error("The firewall rules cannot be set again, all pods are removed", e);
            for (Pod pod : pods.runtime().pods()) pods.runtime().remove(pod);
        }
    }

    /** The pods of a lease, as its worker last knew them. */
    public List<Pod> pods(Bytes32 lease) {
        LeaseWorker worker;
        synchronized (this) {
            worker = workers.get(lease);
        }
        return worker == null ? List.of() : worker.pods();
    }

    /** The agent stops: nothing is removed, so that pods serve on and the next run adopts them. */
    public void leave() throws InterruptedException {
        Set<LeaseWorker> all;
        synchronized (this) {
            all = new HashSet<>(workers.values());
            all.addAll(leaving);
        }
        all.forEach(LeaseWorker::leave);
        for (LeaseWorker worker : all) worker.join(Duration.ofSeconds(5));
    }
}
