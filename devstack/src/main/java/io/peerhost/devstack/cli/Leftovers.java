package io.peerhost.devstack.cli;

import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.RunningProcess;
import io.peerhost.devstack.stack.StackState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Processes of a stack whose supervisor is gone; known by their ids and starts, so that nobody else's is touched. */
final class Leftovers {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Home home;

    Leftovers(Home home) {
        this.home = home;
    }

    /** Ends them, and forgets the stack. @return how many there were */
    int end() {
        List<ProcessHandle> found = StackState.read(home).stream()
                .flatMap(state -> Stream.concat(
                        Stream.of(state.supervisor()), state.parts().stream().map(StackState.Part::process)))
                .map(RunningProcess::handle)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        found.forEach(ProcessHandle::destroy);
        found.forEach(Leftovers::awaitEnd);
        StackState.forget(home);
        return found.size();
    }

    private static void awaitEnd(ProcessHandle process) {
        CompletableFuture<ProcessHandle> end = process.onExit();
        try {
            end.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception tooLong) {
            process.destroyForcibly();
            end.orTimeout(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(still -> null)
                    .join();
        }
    }
}
