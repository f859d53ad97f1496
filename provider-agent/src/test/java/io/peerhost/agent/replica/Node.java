package io.peerhost.agent.replica;

import io.peerhost.agent.metering.UsageMeter;
import io.peerhost.agent.runtime.PodRuntime;
import io.peerhost.agent.storage.BlobStore;
import io.peerhost.agent.storage.Content;
import io.peerhost.agent.storage.Releases;
import io.peerhost.agent.storage.SiteFiles;
import io.peerhost.agent.tunnel.TunnelTargets.Target;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.agent.Message.ReplicaStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** One run of the agent's part that looks after replicas. */
final class Node {
    /** So long that no test waits for it; a test that wants it over moves the clock. */
    static final Duration DRAIN = Duration.ofMinutes(10);

    final Targets targets = new Targets();
    final List<ReplicaStatus> said = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    final Replicas replicas;

    Node(Path folder, Content content, PodRuntime runtime) throws IOException {
        BlobStore blobs = new BlobStore(folder.resolve("content"));
        Releases releases = new Releases(folder.resolve("content"), blobs, content.client());
        UsageMeter meter = new UsageMeter(
                folder.resolve("usage"),
                content.agent,
                Clock.systemUTC(),
                () -> System.nanoTime() / 1_000_000,
                usage -> true,
                lease -> List.of());
        Means means = new Means(
                runtime,
                releases,
                new SiteFiles(folder, releases),
                targets,
                DRAIN,
                (lease, more) -> lines.addAll(more));
        Clock clock = new Ahead(ahead);
        replicas = new Replicas(means, new Statuses(clock, said::add), meter, clock);
    }

    void run(Assignment... leases) {
        replicas.desired(new Message.Desired(1, Arrays.asList(leases)));
    }

    Optional<InetSocketAddress> target(Assignment lease) {
        return targets.target(lease.lease(), lease.release()).map(target -> ((Target.Tcp) target).address());
    }

    /** The system's time, and what a test adds. */
    private static final class Ahead extends Clock {
        private final AtomicReference<Duration> ahead;

        private Ahead(AtomicReference<Duration> ahead) {
            this.ahead = ahead;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }
    }
}
