package io.peerhost.agent.replica;

import io.peerhost.agent.runtime.Pod;
import io.peerhost.protocol.agent.Message.Assignment;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** One way to serve a lease. Used by its worker's thread, but where said otherwise. */
sealed interface Replica permits StaticReplica, PodReplica {
    /**
     * Returns when visitors can be sent to the release assigned. What served before serves on until then, and a while longer so that
     * the edges can turn to the new one.
     *
     * @param progress told in words for people, often; it throws when this is no longer wanted
     */
    void serve(Assignment assignment, Consumer<String> progress) throws IOException, InterruptedException;

    /** Looks after it, every second: whether what {@link #serve} brought about still stands. */
    boolean stands() throws IOException, InterruptedException;

    /** Its pods; asked from any thread. */
    List<Pod> pods();

    /** Removes it. */
    void stop() throws IOException, InterruptedException;
}
