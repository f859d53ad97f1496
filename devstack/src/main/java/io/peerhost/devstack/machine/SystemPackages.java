package io.peerhost.devstack.machine;

import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.step.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Programs of the system that some steps need: installed where this may be done, else named with the command that does it. */
public final class SystemPackages {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> FOLDERS = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private final Map<String, String> packageOfProgram;

    private SystemPackages(Map<String, String> packageOfProgram) {
        this.packageOfProgram = packageOfProgram;
    }

    /** What runs pods on this machine, and the clients the demo uses. */
    public static SystemPackages forTheStack() {
        var programs = new LinkedHashMap<String, String>();
        programs.put("podman", "podman");
        programs.put("runc", "runc");
        programs.put("buildah", "buildah");
        programs.put("catatonit", "catatonit");
        programs.put("conmon", "conmon");
        programs.put("iptables", "iptables");
        programs.put("ip", "iproute2");
        programs.put("newuidmap", "uidmap");
        programs.put("mmdebstrap", "mmdebstrap");
        programs.put("/usr/lib/podman/netavark", "netavark");
        programs.put("/usr/lib/podman/aardvark-dns", "aardvark-dns");
        programs.put("sftp", "openssh-client");
        programs.put("curl", "curl");
        return new SystemPackages(programs);
    }

    /** What the tests use beside that. */
    public static SystemPackages forTheTests() {
        var programs = new LinkedHashMap<>(forTheStack().packageOfProgram);
        programs.put("chromium", "chromium");
        programs.put("sshd", "openssh-server");
        for (String client : List.of("lftp", "rclone", "sshfs", "curl")) programs.put(client, client);
        programs.put("psftp", "putty-tools");
        return new SystemPackages(programs);
    }

    /** What the benches use beside that: the peers, and what puts load on them. */
    public static SystemPackages forTheBenches() {
        var programs = new LinkedHashMap<>(forTheStack().packageOfProgram);
        programs.put("nginx", "nginx-light");
        programs.put("wrk", "wrk");
        programs.put("sshd", "openssh-server");
        programs.put("openssl", "openssl");
        return new SystemPackages(programs);
    }

    public List<String> missing() {
        return packageOfProgram.entrySet().stream()
                .filter(entry -> !present(entry.getKey()))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    /** Installs what is missing, when this may be done here. */
    public Outcome install(Path log) {
        List<String> missing = missing();
        if (missing.isEmpty()) {
            return Outcome.done("nothing is missing");
        }
        String command = "apt-get install -y --no-install-recommends " + String.join(" ", missing);
        if (!present("apt-get") || !"root".equals(System.getProperty("user.name"))) {
            return Outcome.leftOut("as root, run: " + command);
        }
        try {
            apt(log, List.of("update"));
            var arguments = new ArrayList<>(List.of("install", "-y", "--no-install-recommends"));
            arguments.addAll(missing);
            apt(log, arguments);
            return Outcome.done("installed " + String.join(" ", missing));
        } catch (IllegalStateException e) {
            return Outcome.leftOut("this did not work: " + command + " (see " + log + ")");
        }
    }

    private static void apt(Path log, List<String> arguments) {
        var command = new ArrayList<>(List.of("apt-get", "-q"));
        command.addAll(arguments);
        ChildProcess.start("apt-get", command, Map.of("DEBIAN_FRONTEND", "noninteractive"), Path.of("/"), log)
                .awaitSuccess(LIMIT);
    }

    /** Whether a program is on the path, in one of the system's folders, or where its whole name says. */
    public static boolean present(String program) {
        Stream<String> path = Stream.of(System.getenv("PATH").split(":"));
        return Stream.concat(path, FOLDERS.stream())
                .map(folder -> Path.of(folder).resolve(program))
                .anyMatch(Files::isExecutable);
    }
}
