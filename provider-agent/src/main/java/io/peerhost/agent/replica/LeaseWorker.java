package io.peerhost.agent.replica;

import io.peerhost.agent.metering.UsageMeter;
import io.peerhost.agent.retry.Backoff;
import io.peerhost.agent.runtime.Pod;
import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one lease's replica to what is assigned and keeps it there, on a virtual thread of its own: so a slow or broken lease holds up
 * no other. While an older release still serves, the replica stays READY with it; only READY of the new one moves visitors.
 */
final class LeaseWorker {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseWorker.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Bytes32 lease;
    private final Replica replica;
    private final Statuses statuses;
    private final UsageMeter meter;
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), RandomGenerator.getDefault());
    private final Thread thread;
    private Assignment wanted;
    private boolean removed;
    private boolean left;
    private boolean changed;
    private Assignment serving;

    LeaseWorker(Assignment first, Replica replica, Statuses statuses, UsageMeter meter) {
        this.lease = first.lease();
        this.replica = replica;
        this.statuses = statuses;
        this.meter = meter;
        this.wanted = first;
        this.thread =
                Thread.ofVirtual().name("lease-" + lease.hex().substring(0, 10)).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** What is to be served from now on. */
    synchronized void want(Assignment assignment) {
        if (removed || assignment.equals(wanted)) return;
        wanted = assignment;
        changed = true;
        backoff.reset();
        notifyAll();
    }

    /** The lease is over: all of it is removed. */
    synchronized void remove() {
        removed = true;
        notifyAll();
    }

    /** The agent stops: pods are left as they are, the next run adopts them. */
    synchronized void leave() {
        left = true;
        notifyAll();
    }

    boolean ended() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    void join(Duration limit) throws InterruptedException {
        thread.join(limit);
    }

    /** Any thread may ask. */
    List<Pod> pods() {
        return replica.pods();
    }

    synchronized Hash wantedRelease() {
        return wanted.release();
    }

    private void run() {
        try {
            meter.begin(lease);
            while (!halted()) await(step(taken()));
            if (isRemoved()) clear();
        } catch (InterruptedException e) {
            LOG.debug("Lease {} is no longer looked after", lease);
        } catch (IOException e) {
            LOG.error("Lease {} cannot be metered and so is not served", lease, e);
            statuses.say(lease, ReplicaState.FAILED, null, "The agent's disk failed: " + e.getMessage());
        }
    }

    /** Nothing is interrupted, for that would close files and sockets that others use: work under way asks this. */
    private synchronized boolean halted() {
        return removed || left;
    }

    private synchronized boolean isRemoved() {
        return removed;
    }

    private synchronized Assignment taken() {
        changed = false;
        return wanted;
    }

    /** One look, or one try; how long to wait for the next. */
    private Duration step(Assignment want) throws InterruptedException {
        if (want.release() == null) {
            statuses.say(lease, ReplicaState.STARTING, null, "Nothing is published yet");
            return Duration.ofMinutes(1);
        }
        try {
            boolean stands = serving != null && replica.stands();
            if (serving != null && !stands) fell(want);
            if (!want.equals(serving)) serve(want);
            backoff.reset();
            return LOOK;
        } catch (Halted e) {
            return Duration.ZERO;
        } catch (IOException | RuntimeException e) {
            return failed(want, e);
        }
    }

    private void fell(Assignment want) {
        serving = null;
        meter.ready(lease, false);
        statuses.say(lease, ReplicaState.STARTING, want.release(), "Starting again");
    }

    private void serve(Assignment want) throws IOException, InterruptedException {
        replica.serve(want, progress -> tell(want, progress));
        serving = want;
        meter.ready(lease, true);
        statuses.say(lease, ReplicaState.READY, want.release(), null);
    }

    /** What is under way is no longer wanted. */
    private static final class Halted extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void tell(Assignment want, String progress) {
        if (halted()) throw new Halted();
        if (serving == null) statuses.say(lease, ReplicaState.STARTING, want.release(), progress);
        else LOG.info("Lease {}: {} for release {}", lease, progress, want.release());
    }

    private Duration failed(Assignment want, Exception e) {
        Duration wait = backoff.next();
        LOG.warn("Lease {}: release {} failed, trying again in {} ms", lease, want.release(), wait.toMillis(), e);
        if (serving == null) statuses.say(lease, ReplicaState.FAILED, want.release(), e.getMessage());
        else
            statuses.say(
                    lease,
                    ReplicaState.READY,
                    serving.release(),
                    "Release " + want.release().hex().substring(0, 12) + " cannot start: " + e.getMessage());
        return wait;
    }

    private synchronized void await(Duration time) throws InterruptedException {
        if (!changed && !removed && !left && time.isPositive()) wait(time.toMillis());
    }

    private void clear() {
        try {
            meter.ready(lease, false);
            replica.stop();
            meter.end(lease);
            statuses.say(lease, ReplicaState.STOPPED, null, null);
        } catch (IOException | RuntimeException e) {
            LOG.error("Lease {} could not be removed whole, the sweep goes on with it", lease, e);
        } catch (InterruptedException e) {
            LOG.debug("The agent stops while lease {} is removed; the next run sweeps", lease);
        }
    }
}
