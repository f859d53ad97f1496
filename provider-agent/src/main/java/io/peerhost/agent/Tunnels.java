package io.peerhost.agent;

import io.peerhost.agent.tunnel.TunnelClient;
import io.peerhost.protocol.agent.Message.EdgeAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One tunnel to each edge the portal names. */
final class Tunnels implements AutoCloseable {
    private final Function<EdgeAddress, TunnelClient> open;
    private final Map<EdgeAddress, TunnelClient> tunnels = new HashMap<>();

    Tunnels(Function<EdgeAddress, TunnelClient> open) {
        this.open = open;
    }

    synchronized void to(List<EdgeAddress> edges) {
        for (EdgeAddress gone : Set.copyOf(tunnels.keySet()))
            if (!edges.contains(gone)) tunnels.remove(gone).close();
        for (EdgeAddress edge : edges)
            if (!tunnels.containsKey(edge)) {
                TunnelClient tunnel = open.apply(edge);
                tunnels.put(edge, tunnel);
                tunnel.start();
            }
    }

    @Override
    public synchronized void close() {
        tunnels.values().forEach(TunnelClient::close);
        tunnels.clear();
    }
}
