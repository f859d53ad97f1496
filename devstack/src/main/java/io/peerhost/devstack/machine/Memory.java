package io.peerhost.devstack.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a process and all it started occupy, shared pages counted once (PSS). */
public final class Memory {
    private Memory() {}

    /** Bytes, empty where the system does not tell. */
    public static OptionalLong of(ProcessHandle root) {
        long sum = Stream.concat(Stream.of(root), root.descendants())
                .mapToLong(process -> proportional(process.pid()))
                .sum();
        return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    private static long proportional(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException | RuntimeException endedOrForbidden) {
            return 0;
        }
    }
}
