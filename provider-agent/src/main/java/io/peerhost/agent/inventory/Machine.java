package io.peerhost.agent.inventory;

import io.peerhost.protocol.agent.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What the machine has, read from the kernel: {@code /proc}, control groups and the file system under the agent's folder.
 *
 * @param folder the agent's folder
 * @param proc usually {@code /proc}
 */
public record Machine(Path folder, Path proc, CgroupLimits limits) {
    private static final long MIB = 1024 * 1024;

    /** Left to the agent itself and the system, of memory and of disk. */
    private static final long KEPT_MIB = 256;

    public static Machine here(Path folder) {
        return new Machine(folder, Path.of("/proc"), CgroupLimits.ofThisProcess());
    }

    /**
     * @param used bytes under the folder that are tenants' and so offered already
     * @param missing what the machine lacks to run pods; empty when it can
     */
    public Message.Inventory measure(Caps caps, Benchmark.Speed speed, long used, Optional<String> missing)
            throws IOException {
        return new Message.Inventory(
                Math.min(cores(), caps.cores()),
                (int) Math.min(memoryMib(), caps.memoryMib()),
                (int) Math.min(diskMib(used), caps.diskMib()),
                architecture(),
                line(proc.resolve("sys/kernel/osrelease"), "unknown"),
                system(),
                missing.isEmpty(),
                missing.orElse(null),
                speed.hashesPerSecond(),
                speed.diskMibPerSecond());
    }

    int cores() {
        int processors = Runtime.getRuntime().availableProcessors();
        double limited = limits.processors().orElse(processors);
        return Math.max(1, (int) Math.floor(Math.min(processors, limited)));
    }

    long memoryMib() throws IOException {
        long total = Files.readAllLines(proc.resolve("meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IOException(proc + "/meminfo does not say MemTotal"));
        long usable = Math.min(total, limits.memory().orElse(Long.MAX_VALUE)) / MIB - KEPT_MIB;
        return Math.max(1, usable);
    }

    long diskMib(long used) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        return Math.max(1, (free + used) / MIB - KEPT_MIB);
    }

    /** As {@code uname -m} says; kernels before 6.1 do not tell it in /proc. */
    String architecture() {
        String java = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return line(proc.resolve("sys/kernel/arch"), java.equals("amd64") ? "x86_64" : java);
    }

    private static String system() {
        for (String line : line(Path.of("/etc/os-release"), "").split("\n"))
            if (line.startsWith("PRETTY_NAME="))
                return line.substring("PRETTY_NAME=".length()).replace("\"", "");
        return System.getProperty("os.name");
    }

    private static String line(Path file, String otherwise) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return otherwise;
        }
    }
}
