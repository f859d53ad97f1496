package io.peerhost.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.agent.workload.PodSpec;
import io.peerhost.agent.workload.Workloads;
import io.peerhost.protocol.identity.Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A pod's specification in podman's words: PodSpecGenerator and SpecGenerator of its REST interface, version 4. */
final class PodmanSpecs {
    static final String AGENT = "io.peerhost.agent";
    static final String LEASE = "io.peerhost.lease";
    static final String RELEASE = "io.peerhost.release";
    private static final long MIB = 1024 * 1024;
    private static final long LOG_BYTES = 1024 * 1024;
    private static final int PERIOD = 100_000;

    private final Address agent;
    private final Path logs;
    private final List<String> resolvers;

    PodmanSpecs(Address agent, Path logs, List<String> resolvers) {
        this.agent = agent;
        this.logs = logs;
        this.resolvers = List.copyOf(resolvers);
    }

    static String containerName(String pod) {
        return pod + "-site";
    }

    Path log(String pod) {
        return logs.resolve(pod + ".log");
    }

    int port() {
        return Workloads.PORT;
    }

    Map<String, Object> pod(PodSpec spec, String network) {
        Map<String, Object> pod = new TreeMap<>();
        pod.put("name", spec.name());
        pod.put("hostname", "site");
        pod.put(
                "labels",
                Map.of(
                        AGENT,
                        agent.hex(),
                        LEASE,
                        spec.lease().hex(),
                        RELEASE,
                        spec.release().hex()));
        pod.put("netns", Map.of("nsmode", "bridge"));
        pod.put("networks", Map.of(network, Map.of()));
        pod.put("dns_server", resolvers);
        pod.put("shared_namespaces", List.of("net", "ipc", "uts"));
        return pod;
    }

    Map<String, Object> container(PodSpec spec) {
        Map<String, Object> container = new TreeMap<>();
        container.put("name", containerName(spec.name()));
        container.put("pod", spec.name());
        container.put("image", spec.image());
        container.put("env", spec.environment());
        container.put("user", spec.user() + ":" + spec.user());
        container.put("cap_drop", List.of("ALL"));
        container.put("no_new_privileges", true);
        container.put("read_only_filesystem", true);
        container.put("mounts", mounts(spec));
        container.put("resource_limits", limits(spec.limits()));
        container.put(
                "log_configuration",
                Map.of("driver", "k8s-file", "path", log(spec.name()).toString(), "size", LOG_BYTES));
        container.put("restart_policy", "no");
        container.put("httpproxy", false);
        container.put("systemd", "false");
        return container;
    }

    private static List<Map<String, Object>> mounts(PodSpec spec) {
        List<Map<String, Object>> mounts = new ArrayList<>();
        for (PodSpec.Mount mount : spec.mounts())
            mounts.add(Map.of(
                    "type", "bind",
                    "source", mount.source(),
                    "destination", mount.path(),
                    "options", List.of("ro", "rbind", "nosuid", "nodev")));
        for (PodSpec.Scratch scratch : spec.scratch())
            mounts.add(Map.of(
                    "type", "tmpfs",
                    "destination", scratch.path(),
                    "options", List.of("size=" + scratch.mebibytes() + "m", "mode=1777", "nosuid", "nodev", "noexec")));
        return mounts;
    }

    private static Map<String, Object> limits(PodSpec.Limits limits) {
        long memory = limits.memoryMib() * MIB;
        return Map.of(
                "memory", Map.of("limit", memory, "swap", memory),
                "cpu",
                        Map.of(
                                "shares", Math.max(2, limits.cpuMillis() * 1024 / 1000),
                                "quota", Math.multiplyExact(limits.cpuMillisMost(), PERIOD / 1000),
                                "period", PERIOD),
                "pids", Map.of("limit", limits.pids()));
    }

    /** Of an inspected container; empty when it has none. */
    static String address(JsonNode container) {
        for (JsonNode network : container.path("NetworkSettings").path("Networks"))
            if (!network.path("IPAddress").asText().isEmpty())
                return network.path("IPAddress").asText();
        return "";
    }
}
