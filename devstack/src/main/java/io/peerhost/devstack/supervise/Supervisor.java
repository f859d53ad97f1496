package io.peerhost.devstack.supervise;

import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.RunningProcess;
import io.peerhost.devstack.stack.StackState;
import io.peerhost.devstack.step.StepGraph;
import io.peerhost.devstack.step.StepState;
import io.peerhost.devstack.step.StepState.Phase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Brings a stack up, keeps its state for others to read, and ends its parts in order when this process is asked to end. */
public final class Supervisor {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    private static final Duration ENDING = Duration.ofSeconds(30);

    private final Home home;
    private final Roster roster;
    private final Map<String, StepState> steps = new LinkedHashMap<>();
    private final long start = System.nanoTime();
    private volatile boolean ending;
    private StackState state;

    /** @param blank the stack's addresses and accounts, nothing running yet */
    public Supervisor(Home home, Roster roster, StackState blank) {
        this.home = home;
        this.roster = roster;
        this.state = blank;
    }

    /**
     * Runs until this process ends.
     *
     * @param executor shut down at the end, which interrupts what is still under way
     */
    public void run(StepGraph graph, ExecutorService executor, Findings findings) throws InterruptedException {
        graph.names().forEach(name -> steps.put(name, new StepState(name, Phase.WAITING, 0, "")));
        publish(StackState.Phase.STARTING, 0, findings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(executor, findings), "down"));
        Thread.ofVirtual().name("up").start(() -> comeUp(graph, executor, findings));
        while (true) {
            Thread.sleep(LOOK_EVERY);
            refresh(findings);
        }
    }

    private void end(ExecutorService executor, Findings findings) {
        ending = true;
        publish(StackState.Phase.STOPPING, 0, findings);
        try {
            executor.shutdownNow();
            executor.awaitTermination(ENDING.toMillis(), TimeUnit.MILLISECONDS);
            roster.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        StackState.forget(home);
    }

    private void comeUp(StepGraph graph, Executor executor, Findings findings) {
        List<StepState> ends = graph.run(executor, step -> record(step, findings));
        // Unpacking, building and starting filled a heap that looking after the parts does not need.
        System.gc();
        boolean whole = ends.stream().allMatch(step -> step.phase().passable());
        publish(whole ? StackState.Phase.UP : StackState.Phase.INCOMPLETE, seconds(), findings);
    }

    /** Writes anew when a part came back as another process. */
    private synchronized void refresh(Findings findings) {
        if (!ending && !state.parts().equals(parts())) {
            publish(state.phase(), state.seconds(), findings);
        }
    }

    private synchronized void record(StepState step, Findings findings) {
        steps.put(step.name(), step);
        if (step.phase() == Phase.FAILED) {
            System.out.println(step.name() + " failed: " + step.detail());
        }
        publish(StackState.Phase.STARTING, 0, findings);
    }

    private synchronized void publish(StackState.Phase phase, double seconds, Findings findings) {
        if (ending && phase != StackState.Phase.STOPPING) {
            return;
        }
        state = new StackState(
                state.supervisor(),
                phase,
                seconds,
                List.copyOf(steps.values()),
                parts(),
                state.portal(),
                state.edge(),
                state.sftp(),
                findings.demo(),
                state.accounts(),
                findings.notes());
        state.write(home);
    }

    private List<StackState.Part> parts() {
        return roster.parts().stream()
                .map(part -> new StackState.Part(part.name(), remembered(part.pid()), part.url()))
                .toList();
    }

    private static RunningProcess remembered(long pid) {
        if (pid <= 0) {
            return new RunningProcess(pid, 0);
        }
        return ProcessHandle.of(pid).map(RunningProcess::of).orElse(new RunningProcess(pid, 0));
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
