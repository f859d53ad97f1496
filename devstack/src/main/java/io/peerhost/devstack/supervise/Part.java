package io.peerhost.devstack.supervise;

/** Something that runs and is brought back when it ends. */
public interface Part {
    String name();

    /** Where it answers, null for a part without an address. */
    String url();

    /** Starts it and returns when it is ready. */
    void start();

    /** The process to be found by, 0 before the first start, {@link io.peerhost.devstack.stack.RunningProcess#ELSEWHERE} for one that is not ours. */
    long pid();

    boolean alive();

    void stop();

    /** Whether it is started, brought back and ended here. */
    default boolean ours() {
        return true;
    }

    /** Whether it holds what others write to until they end. */
    default boolean endsLast() {
        return false;
    }
}
