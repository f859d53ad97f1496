package io.peerhost.protocol.replica;

import java.util.List;

/** The last lines a replica wrote, the newest last. @param replica of the site, from 0 */
public record ReplicaLog(int replica, List<String> lines) {
    public ReplicaLog {
        lines = List.copyOf(lines);
    }
}
