package io.peerhost.devstack.cli;

import io.peerhost.devstack.step.StepState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A line when a step begins and one when it ends; on a terminal also what is under way, with its seconds. */
final class StepLines {
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal =
            System.console() != null && System.console().isTerminal();
    private final Map<String, StepState.Phase> shown = new HashMap<>();
    private final Map<String, Long> begun = new HashMap<>();

    StepLines(PrintStream out) {
        this.out = out;
    }

    void show(List<StepState> steps) {
        var running = new ArrayList<String>();
        if (terminal) {
            out.print(ERASE);
        }
        for (StepState step : steps) {
            if (step.phase() == StepState.Phase.RUNNING) {
                long since = begun.computeIfAbsent(step.name(), name -> System.nanoTime());
                running.add(step.name() + " " + (System.nanoTime() - since) / 1_000_000_000 + " s");
            }
            if (shown.put(step.name(), step.phase()) != step.phase()) {
                line(step);
            }
        }
        if (terminal && !running.isEmpty()) {
            out.print("… " + String.join(", ", running));
        }
        out.flush();
    }

    private void line(StepState step) {
        switch (step.phase()) {
            case WAITING -> {}
            case RUNNING -> {
                if (!terminal) {
                    out.println("… " + step.name());
                }
            }
            case DONE -> ended("✓", step);
            case LEFT_OUT -> ended("–", step);
            case FAILED -> ended("✗", step);
            case SKIPPED -> ended("·", step);
        }
    }

    private void ended(String sign, StepState step) {
        String detail = step.detail().lines().findFirst().orElse("");
        out.printf("%s %-16s %6.1f s  %s%n", sign, step.name(), step.seconds(), detail);
    }
}
