package io.peerhost.devstack.step;

import java.util.Set;

/**
 * One thing {@code up} does.
 *
 * @param name unique, shown to people
 * @param after the steps that must have gone well before this one starts
 */
public record Step(String name, Set<String> after, Action action) {
    public Step {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("A step has a name");
        }
        after = Set.copyOf(after);
    }

    public static Step of(String name, Action action, String... after) {
        return new Step(name, Set.of(after), action);
    }

    /** What a step does. */
    @FunctionalInterface
    public interface Action {
        /** @return how it went; an exception means it failed, and what hangs on it is not tried */
        Outcome run() throws Exception;
    }
}
