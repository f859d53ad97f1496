package io.peerhost.agent.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The limits that control groups put on this process, its own and those of every group above it, version 1, 2 or both mounted together.
 *
 * @param mount usually {@code /sys/fs/cgroup}
 * @param membership usually {@code /proc/self/cgroup}
 */
public record CgroupLimits(Path mount, Path membership) {
    public static CgroupLimits ofThisProcess() {
        return new CgroupLimits(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup"));
    }

    /** Bytes; empty when no group limits memory. */
    public OptionalLong memory() {
        return Stream.concat(
                        groups("memory").stream().map(group -> number(group.resolve("memory.limit_in_bytes"))),
                        unified().stream().map(group -> number(group.resolve("memory.max"))))
                .flatMapToLong(OptionalLong::stream)
                // Version 1 says "no limit" by the largest number of whole pages.
                .filter(limit -> limit < Long.MAX_VALUE / 2)
                .min();
    }

    /** Processors, a part of one counts as a part; empty when no group limits them. */
    public OptionalDouble processors() {
        return Stream.concat(
                        groups("cpu").stream()
                                .map(group -> share(
                                        number(group.resolve("cpu.cfs_quota_us")),
                                        number(group.resolve("cpu.cfs_period_us")))),
                        unified().stream().map(group -> share(text(group.resolve("cpu.max")))))
                .flatMapToDouble(OptionalDouble::stream)
                .min();
    }

    private static OptionalDouble share(OptionalLong quota, OptionalLong period) {
        if (quota.isEmpty() || period.isEmpty() || quota.getAsLong() <= 0 || period.getAsLong() <= 0)
            return OptionalDouble.empty();
        return OptionalDouble.of((double) quota.getAsLong() / period.getAsLong());
    }

    /** {@code cpu.max}: quota or "max", then period. */
    private static OptionalDouble share(String line) {
        String[] words = line.split(" ");
        return words.length == 2 ? share(number(words[0]), number(words[1])) : OptionalDouble.empty();
    }

    /** This process's group for a controller of version 1, and all above it. */
    private List<Path> groups(String controller) {
        List<Path> groups = new ArrayList<>();
        for (String line : text(membership).split("\n")) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && List.of(parts[1].split(",")).contains(controller))
                groups.addAll(upwards(mount.resolve(controller), parts[2]));
        }
        return groups;
    }

    private List<Path> unified() {
        List<Path> groups = new ArrayList<>();
        for (String line : text(membership).split("\n"))
            if (line.startsWith("0::")) {
                groups.addAll(upwards(mount, line.substring(3)));
                groups.addAll(upwards(mount.resolve("unified"), line.substring(3)));
            }
        return groups;
    }

    /** In a container the group's path may not be visible: then only what is mounted counts. */
    private static List<Path> upwards(Path root, String path) {
        List<Path> groups = new ArrayList<>();
        Path group = root.resolve(path.replaceFirst("^/+", "")).normalize();
        while (group != null && group.startsWith(root)) {
            groups.add(group);
            group = group.getParent();
        }
        return groups;
    }

    private static OptionalLong number(Path file) {
        return number(text(file));
    }

    private static OptionalLong number(String text) {
        return text.matches("-?\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static String text(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
