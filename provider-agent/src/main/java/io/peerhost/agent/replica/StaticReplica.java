package io.peerhost.agent.replica;

import io.peerhost.agent.runtime.Pod;
import io.peerhost.agent.storage.Releases;
import io.peerhost.agent.tunnel.TunnelTargets.Target;
import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Files only: the replica is ready when every blob of the release is here, and serves them by the agent's content server. */
final class StaticReplica implements Replica {
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final long MIB = 1024 * 1024;

    private final Bytes32 lease;
    private final Releases releases;
    private final Targets targets;
    private final InstantSource clock;
    private final Map<Hash, Instant> old = new HashMap<>();
    private Hash current;

    StaticReplica(Bytes32 lease, Releases releases, Targets targets, InstantSource clock) {
        this.lease = lease;
        this.releases = releases;
        this.targets = targets;
        this.clock = clock;
    }

    @Override
    public void serve(Assignment assignment, Consumer<String> progress) throws IOException, InterruptedException {
        Hash release = assignment.release();
        releases.bring(lease, release, assignment.reserved().diskMib() * MIB, progress);
        if (current != null && !current.equals(release))
            old.put(current, clock.instant().plus(DRAIN));
        old.remove(release);
        current = release;
        targets.open(lease, release, new Target.Content(release));
    }

    @Override
    public boolean stands() {
        Instant now = clock.instant();
        old.entrySet().removeIf(each -> {
            boolean over = now.isAfter(each.getValue());
            if (over) close(each.getKey());
            return over;
        });
        return current != null && releases.whole(current);
    }

    @Override
    public List<Pod> pods() {
        return List.of();
    }

    @Override
    public void stop() {
        old.keySet().forEach(this::close);
        old.clear();
        if (current != null) close(current);
        current = null;
    }

    private void close(Hash release) {
        targets.close(lease, release, new Target.Content(release));
    }
}
