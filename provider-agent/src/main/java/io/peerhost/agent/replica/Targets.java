package io.peerhost.agent.replica;

import io.peerhost.agent.tunnel.TunnelTargets;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Where visitors of each lease and release end, as of now: workers write it, tunnels read it. */
public final class Targets implements TunnelTargets {
    private record Served(Bytes32 lease, Hash release) {}

    private final Map<Served, Target> targets = new ConcurrentHashMap<>();

    @Override
    public Optional<Target> target(Bytes32 lease, Hash release) {
        return Optional.ofNullable(targets.get(new Served(lease, release)));
    }

    void open(Bytes32 lease, Hash release, Target target) {
        targets.put(new Served(lease, release), target);
    }

    /** Closes it if it still is {@code target}: another pod may serve the same release by now. */
    void close(Bytes32 lease, Hash release, Target target) {
        targets.remove(new Served(lease, release), target);
    }

    /** The releases visitors can be sent to. */
    Set<Hash> releases() {
        return targets.keySet().stream().map(Served::release).collect(Collectors.toSet());
    }
}
