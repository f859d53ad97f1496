package io.peerhost.agent.podman;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The first process of a container, looked at where the kernel shows it: podman itself still says "running" of one whose watcher died.
 *
 * @param pid of the process
 * @param container id of the container it must belong to, for process numbers are used again
 */
public record ContainerProcess(long pid, String container) {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    public boolean lives() {
        if (pid <= 0) return false;
        String status = text(Path.of("/proc", String.valueOf(pid), "status"));
        return !status.isEmpty() && !status.contains("\nState:\tZ") && groups().contains(container);
    }

    private String groups() {
        return text(Path.of("/proc", String.valueOf(pid), "cgroup"));
    }

    /** Nanoseconds of CPU its group has used. */
    public OptionalLong cpuNanos() {
        Optional<Path> old = group("cpuacct");
        if (old.isPresent()) return number(text(old.get().resolve("cpuacct.usage")));
        OptionalLong micros = unified()
                .map(group -> field(group.resolve("cpu.stat"), "usage_usec"))
                .orElse(OptionalLong.empty());
        return micros.isPresent() ? OptionalLong.of(micros.getAsLong() * 1000) : micros;
    }

    /** Bytes its group holds, without file pages that the kernel could drop at once. */
    public OptionalLong memoryBytes() {
        Optional<Path> old = group("memory");
        if (old.isPresent())
            return less(
                    number(text(old.get().resolve("memory.usage_in_bytes"))),
                    field(old.get().resolve("memory.stat"), "total_inactive_file"));
        return unified()
                .map(group -> less(
                        number(text(group.resolve("memory.current"))),
                        field(group.resolve("memory.stat"), "inactive_file")))
                .orElse(OptionalLong.empty());
    }

    /** Processes of its group that the kernel ended because the group's memory was full. */
    public long killedForMemory() {
        Optional<Path> old = group("memory");
        OptionalLong killed = old.isPresent()
                ? field(old.get().resolve("memory.oom_control"), "oom_kill")
                : unified()
                        .map(group -> field(group.resolve("memory.events"), "oom_kill"))
                        .orElse(OptionalLong.empty());
        return killed.orElse(0);
    }

    private static OptionalLong less(OptionalLong all, OptionalLong part) {
        return all.isEmpty() ? all : OptionalLong.of(Math.max(0, all.getAsLong() - part.orElse(0)));
    }

    private Optional<Path> group(String controller) {
        for (String line : groups().split("\n")) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && java.util.List.of(parts[1].split(",")).contains(controller))
                return Optional.of(CGROUPS.resolve(parts[1]).resolve(parts[2].replaceFirst("^/+", "")))
                        .filter(Files::isDirectory)
                        .or(() -> Optional.of(CGROUPS.resolve(controller).resolve(parts[2].replaceFirst("^/+", ""))));
        }
        return Optional.empty();
    }

    private Optional<Path> unified() {
        for (String line : groups().split("\n"))
            if (line.startsWith("0::"))
                return Optional.of(CGROUPS.resolve(line.substring(3).replaceFirst("^/+", "")));
        return Optional.empty();
    }

    private static OptionalLong field(Path file, String name) {
        for (String line : text(file).split("\n"))
            if (line.startsWith(name + " ")) return number(line.substring(name.length() + 1));
        return OptionalLong.empty();
    }

    private static OptionalLong number(String text) {
        String digits = text.strip();
        return digits.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
