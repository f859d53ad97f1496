package io.peerhost.agent.podman;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.agent.process.Command;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One bridge a tenant, of the agent's pool; nothing of it is published to the machine's own network. */
public final class Networks {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Pool pool;
    private final Libpod libpod;

    public Networks(Address agent, Libpod libpod) {
        this.pool = Pool.of(agent);
        this.libpod = libpod;
    }

    /** The prefix of this agent's bridges. */
    public static String prefix(Address agent) {
        return Pool.of(agent).prefix();
    }

    /** The name of the lease's network; it is there, with its bridge up, when this returns. */
    public synchronized String ensure(Bytes32 lease) throws IOException, InterruptedException {
        String name = name(lease);
        Optional<JsonNode> known = libpod.network(name);
        String bridge =
                known.isPresent() ? known.get().path("network_interface").asText() : create(name, lease);
        String gateway = known.isPresent()
                ? known.get().path("subnets").path(0).path("gateway").asText()
                : gateway(bridge);
        if (!Files.exists(Path.of("/sys/class/net", bridge))) raise(bridge, gateway);
        return name;
    }

    private static String name(Bytes32 lease) {
        return "peerhost-" + lease.hex().substring(2, 22);
    }

    private String gateway(String bridge) {
        int index = Integer.parseInt(bridge.substring(pool.prefix().length()), 16);
        return Pool.text(pool.network(index) + 1);
    }

    private String create(String name, Bytes32 lease) throws IOException {
        int index = free(lease);
        libpod.createNetwork(Map.of(
                "name",
                name,
                "driver",
                "bridge",
                "network_interface",
                pool.bridge(index),
                "dns_enabled",
                false,
                "ipv6_enabled",
                false,
                "options",
                Map.of("isolate", "true"),
                "subnets",
                List.of(Map.of(
                        "subnet",
                        Pool.text(pool.network(index)) + "/" + Pool.BITS,
                        "gateway",
                        Pool.text(pool.network(index) + 1)))));
        return pool.bridge(index);
    }

    /** A network that neither podman nor the machine uses; the search starts at a place of the lease's own. */
    private int free(Bytes32 lease) throws IOException {
        Set<String> taken = new HashSet<>();
        for (JsonNode network : libpod.networks())
            taken.add(network.path("network_interface").asText());
        List<Integer> addresses = hostAddresses();
        int start = lease.bytes()[0] & 0xff;
        for (int i = 0; i < Pool.NETWORKS; i++) {
            int index = (start + i) % Pool.NETWORKS;
            if (!taken.contains(pool.bridge(index)) && addresses.stream().noneMatch(each -> pool.within(index, each)))
                return index;
        }
        throw new IOException("All " + Pool.NETWORKS + " networks of this agent are in use");
    }

    private static List<Integer> hostAddresses() throws IOException {
        List<Integer> addresses = new ArrayList<>();
        for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces()))
            for (InterfaceAddress each : device.getInterfaceAddresses())
                if (each.getAddress() instanceof Inet4Address address)
                    addresses.add(ByteBuffer.wrap(address.getAddress()).getInt());
        return addresses;
    }

    /** Made by us before podman does: with a hardware address of its own it keeps it as pods come and go, and neighbours stay right. */
    private static void raise(String bridge, String gateway) throws IOException, InterruptedException {
        byte[] digest = Hash.sha256().digest((bridge + gateway).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        String hardware =
                "02:%02x:%02x:%02x:%02x:%02x".formatted(digest[0], digest[1], digest[2], digest[3], digest[4]);
        Command.of(LIMIT, "ip", "link", "add", bridge, "address", hardware, "type", "bridge")
                .run();
        Command.of(LIMIT, "ip", "address", "add", gateway + "/" + Pool.BITS, "dev", bridge)
                .run();
        Path v6 = Path.of("/proc/sys/net/ipv6/conf", bridge, "disable_ipv6");
        if (Files.exists(v6)) Files.writeString(v6, "1");
        Command.of(LIMIT, "ip", "link", "set", bridge, "up").run();
    }

    /** Removes the lease's network; it must have no pod. */
    public synchronized void remove(Bytes32 lease) throws IOException, InterruptedException {
        Optional<JsonNode> known = libpod.network(name(lease));
        if (known.isEmpty()) return;
        libpod.removeNetwork(name(lease));
        String bridge = known.get().path("network_interface").asText();
        if (bridge.startsWith(pool.prefix()) && Files.exists(Path.of("/sys/class/net", bridge)))
            Command.of(LIMIT, "ip", "link", "delete", bridge).run();
    }
}
