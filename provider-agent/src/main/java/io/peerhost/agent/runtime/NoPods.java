package io.peerhost.agent.runtime;

import io.peerhost.agent.workload.PodSpec;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.SiteKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A machine that sells static hosting only. @param why and what would help, in sentences */
public record NoPods(String why) implements PodRuntime {
    @Override
    public Optional<String> missing() {
        return Optional.of(why);
    }

    @Override
    public String image(SiteKind kind) throws IOException {
        throw new IOException("This machine runs no pods: " + why);
    }

    @Override
    public Pod start(PodSpec spec) throws IOException {
        throw new IOException("This machine runs no pods: " + why);
    }

    @Override
    public List<Pod> pods() {
        return List.of();
    }

    @Override
    public boolean alive(Pod pod) {
        return false;
    }

    @Override
    public void remove(Pod pod) {}

    @Override
    public void forget(Bytes32 lease) {}

    @Override
    public Optional<PodUsage> usage(Pod pod) {
        return Optional.empty();
    }

    @Override
    public List<String> lines(Pod pod, int most) {
        return List.of();
    }

    @Override
    public void guard() {}

    @Override
    public void close() {}
}
