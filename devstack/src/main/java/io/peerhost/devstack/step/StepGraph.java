package io.peerhost.devstack.step;

import io.peerhost.devstack.step.StepState.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Steps that run as soon as those before them went well, side by side where they can. */
public final class StepGraph {
    private final Map<String, Step> steps = new LinkedHashMap<>();

    /** A step names only steps added before it, so there can be no circle. */
    public StepGraph add(Step step) {
        for (String before : step.after()) {
            if (!steps.containsKey(before)) {
                throw new IllegalArgumentException(step.name() + " comes after an unknown step: " + before);
            }
        }
        if (steps.putIfAbsent(step.name(), step) != null) {
            throw new IllegalArgumentException("Two steps are called " + step.name());
        }
        return this;
    }

    public List<String> names() {
        return List.copyOf(steps.keySet());
    }

    /**
     * Runs all and waits for the last.
     *
     * @param listener told of each change, from several threads
     * @return how each ended, in the order they were added
     */
    public List<StepState> run(Executor executor, Consumer<StepState> listener) {
        var ends = new LinkedHashMap<String, CompletableFuture<StepState>>();
        for (Step step : steps.values()) {
            List<CompletableFuture<StepState>> before =
                    step.after().stream().map(ends::get).toList();
            ends.put(
                    step.name(),
                    CompletableFuture.allOf(before.toArray(CompletableFuture[]::new))
                            .thenApplyAsync(ignored -> runAfter(step, before, listener), executor));
        }
        return ends.values().stream().map(CompletableFuture::join).toList();
    }

    private static StepState runAfter(
            Step step, List<CompletableFuture<StepState>> before, Consumer<StepState> listener) {
        for (CompletableFuture<StepState> end : before) {
            StepState state = end.join();
            if (!state.phase().passable()) {
                return told(listener, new StepState(step.name(), Phase.SKIPPED, 0, "needs " + state.name()));
            }
        }
        listener.accept(new StepState(step.name(), Phase.RUNNING, 0, ""));
        long start = System.nanoTime();
        return told(listener, attempt(step, start));
    }

    private static StepState attempt(Step step, long start) {
        try {
            Outcome outcome = step.action().run();
            Phase phase = outcome instanceof Outcome.LeftOut ? Phase.LEFT_OUT : Phase.DONE;
            return new StepState(step.name(), phase, since(start), outcome.detail());
        } catch (Exception | LinkageError e) {
            return new StepState(step.name(), Phase.FAILED, since(start), reason(e));
        }
    }

    private static String reason(Throwable e) {
        String own = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return e.getCause() == null ? own : own + " (" + reason(e.getCause()) + ")";
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static StepState told(Consumer<StepState> listener, StepState state) {
        listener.accept(state);
        return state;
    }
}
