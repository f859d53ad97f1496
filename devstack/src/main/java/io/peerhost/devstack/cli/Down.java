package io.peerhost.devstack.cli;

import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.StackState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code down}: asks the supervisor to end everything, and ends by id what is left. */
final class Down {
    private static final Duration SHORT = Duration.ofSeconds(25);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Home home;
    private final PrintStream out;

    Down(Home home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    int run() throws InterruptedException {
        Optional<StackState> state = StackState.read(home);
        if (state.isEmpty()) {
            out.println("Nothing runs.");
            return 0;
        }
        long start = System.nanoTime();
        Optional<ProcessHandle> supervisor = state.get().supervisor().handle();
        if (supervisor.isPresent()) {
            supervisor.get().destroy();
            awaitEnd(supervisor.get());
        }
        int left = new Leftovers(home).end();
        String forced = left == 0 ? "" : ", " + left + " of them by their ids";
        out.printf(
                "All parts ended in %.1f s%s. Data stays in %s%n",
                (System.nanoTime() - start) / 1e9, forced, home.root());
        return 0;
    }

    private void awaitEnd(ProcessHandle supervisor) throws InterruptedException {
        try {
            supervisor.onExit().get(SHORT.toMillis(), TimeUnit.MILLISECONDS);
            return;
        } catch (TimeoutException | ExecutionException e) {
            out.println(
                    "Once after each build the programs write down how to start faster; that takes a minute or two.");
        }
        try {
            supervisor.onExit().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            out.println("The supervisor did not end within " + LIMIT.toMinutes() + " minutes.");
        }
    }
}
