package io.peerhost.devstack.supervise;

import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.RunningProcess;
import io.peerhost.devstack.stack.StackState;
import io.peerhost.devstack.step.StepGraph;
import io.peerhost.devstack.step.StepState;
import io.peerhost.devstack.step.StepState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Brings a stack up, looks after its parts and ends them when it is asked to by a file: a signal would end the embedded
 * database at the same moment as the services that still write to it.
 */
public final class Supervisor {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    private final Home home;
    private final Roster roster;
    private final Map<String, StepState> steps = new LinkedHashMap<>();
    private final long start = System.nanoTime();
    private StackState state;

    /** @param blank the stack's addresses and accounts, nothing running yet */
    public Supervisor(Home home, Roster roster, StackState blank) {
        this.home = home;
        this.roster = roster;
        this.state = blank;
    }

    /** The file whose presence asks a stack to end. */
    public static Path stopRequest(Home home) {
        return home.file("stop");
    }

    /** Runs until it is asked to end. */
    public void run(StepGraph graph, Executor executor, Findings findings) throws IOException, InterruptedException {
        Files.deleteIfExists(stopRequest(home));
        graph.names().forEach(name -> steps.put(name, new StepState(name, Phase.WAITING, 0, "")));
        publish(StackState.Phase.STARTING, 0, findings);
        Thread coming = Thread.ofVirtual().name("up").start(() -> {
            List<StepState> ends = graph.run(executor, step -> record(step, findings));
            boolean whole = ends.stream().allMatch(step -> step.phase().passable());
            publish(whole ? StackState.Phase.UP : StackState.Phase.INCOMPLETE, seconds(), findings);
        });
        while (!Files.exists(stopRequest(home))) {
            Thread.sleep(LOOK_EVERY);
            if (!coming.isAlive() && roster.look()) {
                publish(state.phase(), state.seconds(), findings);
            }
        }
        coming.interrupt();
        publish(StackState.Phase.STOPPING, 0, findings);
        roster.stop();
        Files.deleteIfExists(home.file("stack.json"));
        Files.deleteIfExists(stopRequest(home));
    }

    private synchronized void record(StepState step, Findings findings) {
        steps.put(step.name(), step);
        if (step.phase() == Phase.FAILED) {
            System.out.println(step.name() + " failed: " + step.detail());
        }
        publish(StackState.Phase.STARTING, 0, findings);
    }

    private synchronized void publish(StackState.Phase phase, double seconds, Findings findings) {
        List<StackState.Part> parts = roster.parts().stream()
                .map(part -> new StackState.Part(part.name(), remembered(part.pid()), part.url()))
                .toList();
        state = new StackState(
                state.supervisor(),
                phase,
                seconds,
                List.copyOf(steps.values()),
                parts,
                state.portal(),
                state.edge(),
                state.sftp(),
                findings.demo(),
                state.accounts(),
                findings.notes());
        state.write(home);
    }

    private static RunningProcess remembered(long pid) {
        return ProcessHandle.of(pid).map(RunningProcess::of).orElse(new RunningProcess(pid, 0));
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
