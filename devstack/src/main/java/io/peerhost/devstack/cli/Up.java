package io.peerhost.devstack.cli;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.StackState;
import io.peerhost.devstack.stack.StackState.Phase;
import io.peerhost.devstack.step.StepState;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** {@code up}: starts a supervisor unless one runs, shows its steps, ends with the table. */
final class Up {
    private static final long LOOK_EVERY_MILLIS = 150;

    private final ProjectFolder project;
    private final Home home;
    private final PrintStream out;

    Up(ProjectFolder project, Home home, PrintStream out) {
        this.project = project;
        this.home = home;
        this.out = out;
    }

    int run() throws IOException, InterruptedException {
        try (var channel = FileChannel.open(home.file("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("Another up holds " + home.file("up.lock"));
            }
            endWhatIsIncomplete();
            return follow(running().orElseGet(this::started));
        }
    }

    /** A stack in which something failed is started anew: what went well before is quick now. */
    private void endWhatIsIncomplete() throws InterruptedException {
        boolean incomplete = StackState.read(home)
                .filter(StackState::supervised)
                .filter(state -> state.phase() == Phase.INCOMPLETE)
                .isPresent();
        if (incomplete) {
            new Down(home, out).run();
        }
    }

    private Optional<ProcessHandle> running() {
        return StackState.read(home).flatMap(state -> state.supervisor().handle());
    }

    private ProcessHandle started() {
        try {
            new Leftovers(home).end();
            return new Launcher(project, home).start().toHandle();
        } catch (IOException e) {
            throw new IllegalStateException("The supervisor did not start: " + e.getMessage(), e);
        }
    }

    private int follow(ProcessHandle supervisor) throws InterruptedException {
        var steps = new StepLines(out);
        while (true) {
            Optional<StackState> state = StackState.read(home).filter(found -> found.supervised());
            state.ifPresent(found -> steps.show(found.steps()));
            if (state.isPresent() && state.get().phase() != Phase.STARTING) {
                return end(state.get());
            }
            if (!supervisor.isAlive()) {
                throw new IllegalStateException("The supervisor ended: see " + home.log("supervisor"));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private int end(StackState state) {
        List<StepState> failed = state.steps().stream()
                .filter(step -> step.phase() == StepState.Phase.FAILED)
                .toList();
        new Summary(home, out).print(state);
        failed.forEach(step -> out.println("✗ " + step.name() + ": " + step.detail()));
        return state.phase() == Phase.UP ? 0 : 1;
    }
}
