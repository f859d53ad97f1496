package io.peerhost.edge.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections come from each address: one host cannot take the places of all others. Whoever has one IPv6 address has
 * 2^64 of them, so there the network counts. What runs on this machine is the operator's own and has no limit.
 */
final class Sources {
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();

    /** @param most connections of one address; 0 for any number */
    Sources(int most) {
        this.most = most;
    }

    /** Whether there is room for one more, which has it then until {@link #left}. */
    boolean entered(InetAddress address) {
        if (unlimited(address)) return true;
        boolean[] fits = new boolean[1];
        connections.compute(network(address), (_, now) -> {
            int before = now == null ? 0 : now;
            fits[0] = before < most;
            return fits[0] ? before + 1 : now;
        });
        return fits[0];
    }

    void left(InetAddress address) {
        if (!unlimited(address)) connections.computeIfPresent(network(address), (_, now) -> now == 1 ? null : now - 1);
    }

    private boolean unlimited(InetAddress address) {
        return most == 0 || address.isLoopbackAddress();
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
