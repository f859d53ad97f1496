package io.peerhost.marketplace.lease;

import io.peerhost.protocol.identity.Bytes32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last lines that replicas wrote, in memory: best effort, bounded in leases, lines and their length. */
@ApplicationScoped
public class ReplicaLogs {
    private static final int LEASES = 2000;
    private static final int LINES = 200;
    private static final int SHOWN = 60;
    private static final int LONGEST = 1000;

    private final Map<Bytes32, Deque<String>> lines = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes32, Deque<String>> eldest) {
            return size() > LEASES;
        }
    };

    public synchronized void add(Bytes32 lease, List<String> more) {
        Deque<String> kept = lines.computeIfAbsent(lease, key -> new ArrayDeque<>());
        for (String line : more) {
            if (line == null) continue;
            kept.addLast(line.length() > LONGEST ? line.substring(0, LONGEST) : line);
            if (kept.size() > LINES) kept.removeFirst();
        }
    }

    /** As many as people look at. */
    public List<String> last(Bytes32 lease) {
        List<String> all = of(lease);
        return all.subList(Math.max(0, all.size() - SHOWN), all.size());
    }

    public synchronized List<String> of(Bytes32 lease) {
        return List.copyOf(lines.getOrDefault(lease, new ArrayDeque<>()));
    }
}
