package io.peerhost.edge.proxy;

import io.peerhost.protocol.identity.Bytes32;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Replicas that failed a moment ago: others are asked first. */
final class Shunned {
    private static final long MOMENT = TimeUnit.SECONDS.toNanos(1);

    private final Map<Bytes32, Long> until = new ConcurrentHashMap<>();

    void add(Bytes32 lease) {
        until.put(lease, System.nanoTime() + MOMENT);
    }

    boolean contains(Bytes32 lease) {
        if (until.isEmpty()) return false;
        Long end = until.get(lease);
        if (end == null) return false;
        if (System.nanoTime() - end < 0) return true;
        until.remove(lease, end);
        return false;
    }
}
