package io.peerhost.agent.metering;

import java.util.HashMap;
import java.util.Map;

/**
 * What a lease has used since it began; only ever grows.
 *
 * @param upMillis its replica was ready
 * @param cpuNanos used by its pods
 * @param memoryKibMillis held by its pods, KiB x milliseconds
 * @param egressBytes sent to visitors
 * @param pods what each pod that lives had used of the CPU when last looked at, nanoseconds by the pod's id
 */
public record Counters(long upMillis, long cpuNanos, long memoryKibMillis, long egressBytes, Map<String, Long> pods) {
    public static final Counters NONE = new Counters(0, 0, 0, 0, Map.of());

    /** A longer pause between two looks (the machine slept, the agent was stopped) is not counted as time held. */
    static final long LONGEST_PAUSE_MILLIS = 60_000;

    public Counters {
        pods = Map.copyOf(pods);
    }

    /** One pod as it is now. @param id of this very start of it */
    public record Reading(String id, long cpuNanos, long memoryBytes) {}

    /** The same with what is counted elsewhere. */
    Counters counted(long upMillis, long egressBytes) {
        return new Counters(upMillis, cpuNanos, memoryKibMillis, egressBytes, pods);
    }

    /** @param millis since the last look */
    Counters looked(Iterable<Reading> readings, long millis) {
        long cpu = cpuNanos;
        long memory = memoryKibMillis;
        Map<String, Long> seen = new HashMap<>();
        for (Reading reading : readings) {
            cpu += Math.max(0, reading.cpuNanos() - pods.getOrDefault(reading.id(), 0L));
            memory += reading.memoryBytes() / 1024 * held(millis);
            seen.put(reading.id(), reading.cpuNanos());
        }
        return new Counters(upMillis, cpu, memory, egressBytes, seen);
    }

    static long held(long millis) {
        return Math.clamp(millis, 0, LONGEST_PAUSE_MILLIS);
    }

    /** Whether a record of these would say more than one of {@code before}. */
    boolean above(Counters before) {
        return upMillis / 1000 > before.upMillis / 1000
                || cpuNanos / 1_000_000 > before.cpuNanos / 1_000_000
                || egressBytes > before.egressBytes;
    }
}
