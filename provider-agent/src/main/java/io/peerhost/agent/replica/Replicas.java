package io.peerhost.agent.replica;

import io.peerhost.agent.metering.UsageMeter;
import io.peerhost.agent.runtime.Pod;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All replicas of this agent: declared by the portal, made real by workers. */
public final class Replicas {
    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

    private final Map<Bytes32, LeaseWorker> workers = new HashMap<>();
    private final Set<LeaseWorker> leaving = new HashSet<>();
    private final Means means;
    private final Statuses statuses;
    private final UsageMeter meter;
    private final Clock clock;
    private boolean declared;

    public Replicas(Means means, Statuses statuses, UsageMeter meter, Clock clock) {
        this.means = means;
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
                ? new PodReplica(assignment.lease(), means, clock)
                : new StaticReplica(assignment.lease(), means.releases(), means.targets(), clock);
        LeaseWorker worker = new LeaseWorker(assignment, replica, statuses, meter);
        workers.put(assignment.lease(), worker);
        worker.start();
    }

    /** Removes pods and content that belong to nothing declared. Does nothing before anything was declared. */
    public void sweep() throws IOException, InterruptedException {
        if (!settled()) return;
        Set<Hash> needed = needed();
        needed.addAll(means.targets().releases());
        means.releases().keepOnly(needed);
        for (Pod pod : means.runtime().pods())
            if (settled() && !known(pod.lease())) {
                LOG.info("Sweeping pod {}, its lease is not this agent's", pod.name());
                means.runtime().remove(pod);
                means.runtime().forget(pod.lease());
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
            means.runtime().guard();
        } catch (IOException e) {
            LOG.error("The firewall rules cannot be set again, all pods are removed", e);
            for (Pod pod : means.runtime().pods()) means.runtime().remove(pod);
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

    /** After {@link #leave}: removes all pods with their networks; content stays for the next start. */
    public void removePods() throws IOException, InterruptedException {
        for (Pod pod : means.runtime().pods()) {
            means.runtime().remove(pod);
            means.runtime().forget(pod.lease());
        }
    }

    /** The agent stops: no worker touches anything after this, pods serve on. */
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
