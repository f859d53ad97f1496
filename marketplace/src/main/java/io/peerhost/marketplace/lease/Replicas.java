package io.peerhost.marketplace.lease;

import io.peerhost.marketplace.change.Events;
import io.peerhost.marketplace.provider.PresenceWatch;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaEvent;
import io.peerhost.protocol.replica.ReplicaState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What runs for leases: as agents say, and as their silence says. */
@ApplicationScoped
public class Replicas {
    private static final Logger LOG = Logger.getLogger(Replicas.class);
    private static final int LONGEST_MESSAGE = 2000;

    private final LeaseMoves moves;
    private final Events events;
    private final Clock clock;

    public Replicas(LeaseMoves moves, Events events, Clock clock) {
        this.moves = moves;
        this.events = events;
        this.clock = clock;
    }

    /** All that an agent is to run now. */
    @Transactional
    public List<Message.Assignment> assignedTo(Address agent) {
        List<Lease> leases = Lease.runBy(agent);
        Map<UUID, RentedSite> sites =
                RentedSite.all(leases.stream().map(lease -> lease.site).collect(Collectors.toSet()));
        return leases.stream()
                .map(lease -> assignment(lease, sites.get(lease.site)))
                .toList();
    }

    /** The agent's connection took these: one that has nothing to fetch yet is as active as it can be. */
    @Transactional
    public void taken(Address agent, List<Message.Assignment> assignments) {
        for (Message.Assignment assignment : assignments) {
            if (assignment.release() != null) continue;
            Lease lease = Lease.locked(assignment.lease().hex()).orElseThrow();
            if (lease.state() instanceof LeaseState.Funded funded) moves.move(lease, funded.active());
        }
    }

    /** An agent says how a replica is. What is not its lease is passed over. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void reported(Address agent, Message.ReplicaStatus status) {
        Optional<Lease> known = Lease.locked(status.lease().hex()).filter(lease -> lease.agent.equals(agent.hex()));
        if (known.isEmpty() || status.state() == null) {
            LOG.warnf("agent %s reports on lease %s, which is not its own", agent, status.lease());
            return;
        }
        Lease lease = known.get();
        lease.saidState = status.state();
        lease.saidRelease = status.release() == null ? null : status.release().hex();
        lease.saidMessage = kept(status.message());
        lease.saidAt = status.at() == null ? clock.instant() : status.at();
        publish(lease, status.state(), lease.saidAt);
        if (lease.state() instanceof LeaseState.Funded funded && status.state() == ReplicaState.READY)
            moves.move(lease, funded.active());
        if (status.state() == ReplicaState.READY) served(lease);
    }

    private void served(Lease lease) {
        anew(lease);
        if (lease.saidRelease != null) moves.blame(lease.site, lease.saidRelease);
    }

    private static void anew(Lease lease) {
        lease.unreadySince = null;
        lease.advice = null;
        lease.searches = 0;
        lease.nextSearchAt = null;
    }

    void lost(@Observes PresenceWatch.AgentsLost lost) {
        for (Lease lease : Lease.lockedRunBy(lost.agents())) publish(lease, ReplicaState.LOST, clock.instant());
    }

    void back(@Observes PresenceWatch.AgentsBack back) {
        for (Lease lease : Lease.lockedRunBy(back.agents())) {
            anew(lease);
            publish(lease, lease.saidState == null ? ReplicaState.STARTING : lease.saidState, clock.instant());
        }
    }

    private void publish(Lease lease, ReplicaState state, Instant at) {
        lease.replicaState = state;
        lease.replicaVersion++;
        events.add(
                ReplicaEvent.TOPIC,
                lease.id,
                new ReplicaEvent(
                        UUID.randomUUID(),
                        lease.key(),
                        lease.site,
                        new Address(lease.agent),
                        lease.replicaVersion,
                        state,
                        lease.saidRelease == null ? null : new Hash(lease.saidRelease),
                        lease.saidMessage,
                        at));
    }

    private static Message.Assignment assignment(Lease lease, RentedSite site) {
        return new Message.Assignment(
                lease.key(),
                site.id,
                site.name,
                site.kind,
                lease.reserved(),
                lease.state().stage(),
                site.current(),
                site.documentRoot);
    }

    /** The database keeps no U+0000, and what an application writes may hold one. */
    private static String kept(String message) {
        if (message == null) return null;
        String cut = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
        return cut.replace('\0', ' ');
    }
}
