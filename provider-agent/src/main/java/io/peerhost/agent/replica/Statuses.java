package io.peerhost.agent.replica;

import io.peerhost.protocol.agent.Message.ReplicaStatus;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was last said of each replica; said again when there was no room for it, or the portal has forgotten. */
public final class Statuses {
    private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);
    private static final int LONGEST_MESSAGE = 500;

    private final Clock clock;
    private final Outlet outlet;
    private final Map<Bytes32, ReplicaStatus> last = new HashMap<>();
    private final Set<Bytes32> unsent = new HashSet<>();

    /** Where statuses go; false when there is no room now. */
    public interface Outlet {
        boolean take(ReplicaStatus status) throws IOException;
    }

    public Statuses(Clock clock, Outlet outlet) {
        this.clock = clock;
        this.outlet = outlet;
    }

    synchronized void say(Bytes32 lease, ReplicaState state, Hash release, String message) {
        String text = message == null || message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, LONGEST_MESSAGE);
        ReplicaStatus before = last.get(lease);
        if (before != null
                && before.state() == state
                && Objects.equals(before.release(), release)
                && Objects.equals(before.message(), text)) return;
        LOG.info("Lease {}: {}{}", lease, state, text == null ? "" : ", " + text);
        last.put(lease, new ReplicaStatus(lease, state, release, text, clock.instant()));
        send(lease);
    }

    /** Tries again what had no room. */
    public synchronized void retry() {
        for (Bytes32 lease : Set.copyOf(unsent)) send(lease);
    }

    /** Says all of it again. */
    public synchronized void repeat() {
        for (Bytes32 lease : Set.copyOf(last.keySet())) send(lease);
    }

    private void send(Bytes32 lease) {
        ReplicaStatus status = last.get(lease);
        try {
            if (outlet.take(status)) {
                unsent.remove(lease);
                if (status.state() == ReplicaState.STOPPED) last.remove(lease);
                return;
            }
        } catch (IOException e) {
            LOG.error("A status of lease {} could not be kept, it is tried again", lease, e);
        }
        unsent.add(lease);
    }
}
