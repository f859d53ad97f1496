package io.peerhost.devstack.step;

/**
 * Where a step stands.
 *
 * @param seconds how long it took, or has been running
 * @param detail what came of it, empty before
 */
public record StepState(String name, Phase phase, double seconds, String detail) {
    /** In the order a step goes through them; the last four are ends. */
    public enum Phase {
        WAITING,
        RUNNING,
        DONE,
        LEFT_OUT,
        FAILED,
        SKIPPED;

        public boolean ended() {
            return compareTo(RUNNING) > 0;
        }

        /** Whether what hangs on the step may start. */
        public boolean passable() {
            return this == DONE || this == LEFT_OUT;
        }
    }
}
