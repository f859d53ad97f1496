package io.peerhost.agent.podman;

import io.peerhost.protocol.identity.Address;
import java.util.List;

/**
 * The agent's share of private addresses and names, derived from its key so that two agents of one machine do not meet: 256 networks of
 * 14 addresses.
 *
 * @param first the pool's first address as a number
 * @param prefix of the bridges' names
 */
record Pool(int first, String prefix) {
    static final int NETWORKS = 256;
    private static final int SIZE = 16;
    static final int BITS = 28;

    /** Within 10.64.0.0/10 to 10.191.255.255: away from the 10.0, 10.8 and 10.88 that others like. */
    static Pool of(Address agent) {
        byte[] bytes = agent.bytes();
        int second = 64 + (bytes[0] & 0x7f) + ((bytes[0] & 0x7f) == 24 ? 1 : 0);
        int third = bytes[1] & 0xf0;
        return new Pool(10 << 24 | second << 16 | third << 8, "ph" + agent.hex().substring(2, 8));
    }

    /** Of network {@code index}: its own address, then the gateway's. */
    int network(int index) {
        if (index < 0 || index >= NETWORKS) throw new IllegalArgumentException("There is no network " + index);
        return first + index * SIZE;
    }

    String bridge(int index) {
        return prefix + "%02x".formatted(index);
    }

    static String text(int address) {
        return String.join(
                ".",
                List.of(
                        String.valueOf(address >>> 24),
                        String.valueOf(address >>> 16 & 0xff),
                        String.valueOf(address >>> 8 & 0xff),
                        String.valueOf(address & 0xff)));
    }

    /** Whether {@code address} is within network {@code index}. */
    boolean within(int index, int address) {
        return address >>> (32 - BITS) == network(index) >>> (32 - BITS);
    }
}
