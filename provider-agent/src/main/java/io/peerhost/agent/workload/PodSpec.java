package io.peerhost.agent.workload;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pod as any runtime can make it: one container that serves HTTP on {@link #port}. What it does not say is denied: no
 * capabilities, no new privileges, a read-only root, no host name spaces, no address a stranger could reach.
 *
 * @param name unique on the machine; another specification has another name, so that both can stand side by side
 * @param lease whose pod it is
 * @param release the root of what it serves
 * @param image what it runs: a runtime knows where such an image comes from
 * @param mounts folders of the machine it reads
 * @param scratch folders in memory it may write; they count as its memory
 * @param limits what it may use
 * @param user user and group it runs as
 * @param environment variables it gets
 * @param port where it answers
 * @param probe how to see that it can serve and that it lives
 */
public record PodSpec(
        String name,
        Bytes32 lease,
        Hash release,
        String image,
        List<Mount> mounts,
        List<Scratch> scratch,
        Limits limits,
        int user,
        Map<String, String> environment,
        int port,
        Probe probe) {
    /** @param source a folder of the machine; read-only, no devices, no set-user-id */
    public record Mount(String source, String path) {}

    /** @param mebibytes its size; no devices, no set-user-id */
    public record Scratch(String path, int mebibytes) {}

    /**
     * @param memoryMib hard, no swap
     * @param cpuMillis reserved: its share when the machine is busy
     * @param cpuMillisMost hard
     * @param pids processes and threads
     */
    public record Limits(int memoryMib, int cpuMillis, int cpuMillisMost, int pids) {}

    /**
     * @param startup path that answers 2xx once the pod can serve
     * @param startSeconds how long that may take after the start
     * @param liveness path that answers 2xx from then on, however busy the site's own code is
     * @param periodSeconds between questions to it
     * @param failures in a row after which the pod is replaced
     */
    public record Probe(String startup, int startSeconds, String liveness, int periodSeconds, int failures) {}

    public PodSpec {
        mounts = List.copyOf(mounts);
        scratch = List.copyOf(scratch);
        environment = Map.copyOf(environment);
        if (user < 1000) throw new IllegalArgumentException("A pod does not run as a user of the system");
    }

    /** Ten hex digits that change with anything but the name. */
    static String fingerprint(PodSpec spec) {
        Map<String, Object> all = new TreeMap<>();
        all.put("lease", spec.lease);
        all.put("release", spec.release);
        all.put("image", spec.image);
        all.put("mounts", spec.mounts);
        all.put("scratch", spec.scratch);
        all.put("limits", spec.limits);
        all.put("user", spec.user);
        all.put("environment", new TreeMap<>(spec.environment));
        all.put("port", spec.port);
        all.put("probe", spec.probe);
        return Hash.ofContent(Json.bytes(all)).hex().substring(0, 10);
    }

    PodSpec named(String name) {
        return new PodSpec(name, lease, release, image, mounts, scratch, limits, user, environment, port, probe);
    }
}
