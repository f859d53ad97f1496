package io.peerhost.devstack.stack;

import java.time.Instant;
import java.util.Optional;

/**
 * A process as it is remembered. A number alone could by now be somebody else's, so its start counts too.
 *
 * @param startedAt milliseconds since 1970, 0 where the system does not tell
 */
public record RunningProcess(long pid, long startedAt) {
    /** The number of a process that is none of ours and maybe on another machine. */
    public static final long ELSEWHERE = -1;

    private static final long TOLERANCE = 2_000;

    public static RunningProcess of(ProcessHandle handle) {
        return new RunningProcess(handle.pid(), started(handle));
    }

    /** The process, when it still runs. */
    public Optional<ProcessHandle> handle() {
        return pid <= 0
                ? Optional.empty()
                : ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(found -> Math.abs(started(found) - startedAt) <= TOLERANCE);
    }

    private static long started(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
