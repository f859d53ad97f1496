package io.peerhost.agent.podman;

import io.peerhost.agent.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What pods need of a machine beyond Java, and the exact line that installs what is missing. */
public final class Requirements {
    /** Program to the Debian package that has it. */
    private static final Map<String, String> PROGRAMS = new LinkedHashMap<>();

    static {
        PROGRAMS.put("podman", "podman");
        PROGRAMS.put("runc", "runc");
        PROGRAMS.put("conmon", "conmon");
        PROGRAMS.put("netavark", "netavark");
        PROGRAMS.put("catatonit", "catatonit");
        PROGRAMS.put("iptables", "iptables");
        PROGRAMS.put("ip", "iproute2");
        PROGRAMS.put("mmdebstrap", "mmdebstrap");
    }

    private static final List<Path> LIBRARIES =
            List.of(Path.of("/usr/lib/podman"), Path.of("/usr/libexec/podman"), Path.of("/usr/local/libexec/podman"));

    private Requirements() {}

    /** Why this machine cannot run pods, and what to do; empty when it has all they need. */
    public static Optional<String> missing() {
        if (!System.getProperty("os.name").equals("Linux")) return Optional.of("Pods need Linux.");
        TreeSet<String> packages = new TreeSet<>();
        PROGRAMS.forEach((program, from) -> {
            if (!has(program)) packages.add(from);
        });
        if (!packages.isEmpty())
            return Optional.of("Pods need programs that are not installed. Install them with: apt-get install -y "
                    + "--no-install-recommends " + String.join(" ", packages));
        if (!root())
            return Optional.of(
                    "Pods need root (for networks and firewall rules): run the agent with sudo, or sell static "
                            + "hosting only.");
        return Optional.empty();
    }

    private static boolean has(String program) {
        if (program.equals("runc") && Command.find("crun").isPresent()) return true;
        return Command.find(program).isPresent()
                || LIBRARIES.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }

    private static boolean root() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException e) {
            return false;
        }
    }
}
