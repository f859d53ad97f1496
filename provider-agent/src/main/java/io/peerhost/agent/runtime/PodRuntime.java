package io.peerhost.agent.runtime;

import io.peerhost.agent.workload.PodSpec;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.SiteKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Runs pods. All of it may wait, may be called from any thread, and leaves no half pod behind when it fails. Whoever calls declares what
 * should be; keeping it so (probes, restarts, sweeping) is not done here, so that it is done alike on every runtime.
 */
public sealed interface PodRuntime extends AutoCloseable permits NoPods, PodmanRuntime {
    /** Why this machine cannot run pods, with what would help; empty when it can. */
    Optional<String> missing();

    /** The image for sites of a kind, with its version; made first if need be, which can take minutes. */
    String image(SiteKind kind) throws IOException, InterruptedException;

    /** Starts it; what stands under its name is removed first. It may not answer yet. */
    Pod start(PodSpec spec) throws IOException, InterruptedException;

    /** This agent's pods, also those an earlier run left, whether their process lives or not. */
    List<Pod> pods() throws IOException, InterruptedException;

    /** Whether its process lives. Cheap: asked every second. */
    boolean alive(Pod pod);

    /** Removes it, first asking it to end. Nothing there: no error. */
    void remove(Pod pod) throws IOException, InterruptedException;

    /** Removes what a lease had beside its pods (its network). */
    void forget(Bytes32 lease) throws IOException, InterruptedException;

    /** What it has used; empty when it does not live. Cheap. */
    Optional<PodUsage> usage(Pod pod);

    /** The last {@code most} lines it wrote since the last call, each cut at 1000 characters; the first says how many are left out. */
    List<String> lines(Pod pod, int most) throws IOException;

    /** Sees that what keeps tenants apart stands, and mends it. @throws IOException when it does not: pods must be removed then */
    void guard() throws IOException, InterruptedException;

    /** Lets pods run and ends what the agent needs beside them. */
    @Override
    void close();
}
