package io.peerhost.agent.replica;

import io.peerhost.agent.runtime.PodRuntime;
import io.peerhost.agent.storage.Releases;
import io.peerhost.agent.storage.SiteFiles;
import io.peerhost.protocol.identity.Bytes32;
import java.time.Duration;
import java.util.List;

/**
 * What all replicas of an agent share.
 *
 * @param runtime runs pods
 * @param releases the content kept here
 * @param files releases as folders, for pods
 * @param targets where visitors end
 * @param drain how long an old pod serves on beside the new one, so that edges can turn to that
 * @param lines takes what pods write
 */
public record Means(
        PodRuntime runtime, Releases releases, SiteFiles files, Targets targets, Duration drain, Lines lines) {
    /** Takes lines that a lease's pod wrote; best effort. */
    public interface Lines {
        void wrote(Bytes32 lease, List<String> lines);
    }
}
