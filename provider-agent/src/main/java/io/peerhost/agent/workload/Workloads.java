package io.peerhost.agent.workload;

import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.lease.Resources;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The pod for an assignment. */
public final class Workloads {
    /** The port every image answers on. */
    public static final int PORT = 8080;

    /** The user every image runs as. */
    public static final int USER = 10001;

    private static final int PIDS = 256;

    /** Starting must not take minutes where little is reserved: half a processor may be used when it is idle. */
    private static final int LEAST_CPU_MILLIS = 500;

    /** nginx, the master of php-fpm and the shared cache of compiled scripts. */
    private static final int PHP_BASE_MIB = 48;

    private static final int PHP_CHILD_MIB = 32;
    private static final int PHP_MOST_CHILDREN = 32;
    private static final int PHP_LEAST_UPLOAD_MIB = 4;

    /** An upload lies in /tmp twice, as nginx received it and as PHP unpacked it: three of the largest fit there at once. */
    private static final int PHP_UPLOADS_IN_SCRATCH = 6;

    private Workloads() {}

    /**
     * @param image the image for the site's kind, with its version
     * @param folder the release's files on this machine
     * @throws IllegalArgumentException for a kind that needs no pod, or an assignment without a release
     */
    public static PodSpec pod(Assignment assignment, String image, String folder) {
        if (assignment.release() == null) throw new IllegalArgumentException("A pod serves a release");
        return switch (assignment.kind()) {
            case STATIC -> throw new IllegalArgumentException("A static site needs no pod");
            case PHP -> named(php(assignment, image, folder));
        };
    }

    private static PodSpec php(Assignment assignment, String image, String folder) {
        Resources reserved = assignment.reserved();
        int upload = Math.max(PHP_LEAST_UPLOAD_MIB, reserved.memoryMib() / 16);
        return new PodSpec(
                "unnamed",
                assignment.lease(),
                assignment.release(),
                image,
                List.of(new PodSpec.Mount(folder, "/site")),
                List.of(new PodSpec.Scratch("/tmp", PHP_UPLOADS_IN_SCRATCH * upload)),
                limits(reserved),
                USER,
                Map.of(
                        "PHP_CHILDREN", String.valueOf(phpChildren(reserved.memoryMib())),
                        "UPLOAD_MIB", String.valueOf(upload),
                        "DOCUMENT_ROOT", Objects.requireNonNullElse(assignment.documentRoot(), ""),
                        "SITE", assignment.siteName()),
                PORT,
                new PodSpec.Probe("/.peerhost/ready", 60, "/.peerhost/alive", 5, 3));
    }

    static int phpChildren(int memoryMib) {
        return Math.clamp((memoryMib - PHP_BASE_MIB) / PHP_CHILD_MIB, 1, PHP_MOST_CHILDREN);
    }

    private static PodSpec.Limits limits(Resources reserved) {
        return new PodSpec.Limits(
                reserved.memoryMib(), reserved.cpuMillis(), Math.max(LEAST_CPU_MILLIS, reserved.cpuMillis()), PIDS);
    }

    /** {@code peerhost-<lease>-<fingerprint>}: short enough for a host name. */
    private static PodSpec named(PodSpec spec) {
        return spec.named("peerhost-" + spec.lease().hex().substring(2, 14) + "-" + PodSpec.fingerprint(spec));
    }
}
