package io.peerhost.marketplace.agentapi;

import io.peerhost.marketplace.change.Changes;
import io.peerhost.marketplace.change.Events;
import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.lease.ReplicaLogs;
import io.peerhost.marketplace.lease.Replicas;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.marketplace.provider.Presence;
import io.peerhost.marketplace.provider.ProviderConfig;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.release.Hash;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What the portal knows and keeps of agents, one transaction a call. */
@ApplicationScoped
public class AgentDesk {
    private static final Logger LOG = Logger.getLogger(AgentDesk.class);

    private final EntityManager database;
    private final ProviderConfig provider;
    private final AgentConfig config;
    private final Replicas replicas;
    private final ReplicaLogs logs;
    private final Events events;
    private final Changes changes;
    private final SecureRandom random;
    private final Clock clock;

    public AgentDesk(
            EntityManager database,
            ProviderConfig provider,
            AgentConfig config,
            Replicas replicas,
            ReplicaLogs logs,
            Events events,
            Changes changes,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.provider = provider;
        this.config = config;
        this.replicas = replicas;
        this.logs = logs;
        this.events = events;
        this.changes = changes;
        this.random = random;
        this.clock = clock;
    }

    static final String REMOVED =
            "This machine was removed by its seller. To sell with it again, delete the file \"enrolled\" in"
                    + " its DATA_DIR and start it with a new enrolment token.";

    sealed interface Admission {
        record Welcomed(Message.Welcome welcome, CapacityExam exam) implements Admission {}

        record Refused(String reason) implements Admission {}
    }

    @Transactional
    Admission admit(Message.Hello hello, Message.Login login, UUID connection) {
        if (!hello.signature().isBy(hello.agent(), login.digest()))
            return new Admission.Refused("The signature is not that of " + hello.agent() + " for the portal "
                    + login.portal() + ": an agent's PORTAL_URL must be the address its page \"Sell\" shows");
        Optional<Agent> known = Agent.locked(hello.agent());
        if (known.isEmpty()) return new Admission.Refused("This agent is not enrolled");
        Agent agent = known.get();
        if (agent.removedAt != null) return new Admission.Refused(REMOVED);
        agent.connection = connection;
        agent.version = hello.version();
        agent.lastSeen = clock.instant();
        if (agent.firstSeen == null) agent.firstSeen = agent.lastSeen;
        // One that was lost is taken back by the watch, with its replicas.
        if (agent.presence != Presence.LOST) agent.presence = Presence.ONLINE;
        changes.agent(hello.agent());
        LOG.infof("agent %s connected, version %s", agent.address, agent.version);
        return new Admission.Welcomed(
                new Message.Welcome(edges(), config.content(), agent.received, (int)
                        provider.heartbeat().toSeconds()),
                exam(agent));
    }

    /** @return all that the agent is to run; empty when another connection of it, to whichever instance, came after this one */
    @Transactional
    Optional<Message.Desired> desired(Address agent, UUID connection) {
        List<?> next = database.createNativeQuery(
                        "SELECT nextval('desired_revision') FROM agent" + " WHERE address = ?1 AND connection = ?2")
                .setParameter(1, agent.hex())
                .setParameter(2, connection)
                .getResultList();
        return next.stream()
                .findFirst()
                .map(revision -> new Message.Desired(((Number) revision).longValue(), replicas.assignedTo(agent)));
    }

    /** Why a connection that was the agent's is not any more. */
    @Transactional
    String parted(Address agent) {
        return Agent.at(agent).filter(found -> found.removedAt == null).isPresent()
                ? AgentConnections.TAKEN_OVER
                : REMOVED;
    }

    void taken(Address agent, Message.Desired desired) {
        replicas.taken(agent, desired.leases());
    }

    /** Keeps a report, once: one that was kept already changes nothing. */
    @Transactional
    void keep(Address address, Message.Report report) {
        Agent agent = Agent.locked(address).orElseThrow();
        if (report.number() <= agent.received) return;
        agent.received = report.number();
        if (report.inventory() != null) inventory(agent, report.inventory());
        if (report.replica() != null) replicas.reported(address, report.replica());
        if (report.usage() != null) usage(address, report.usage());
    }

    /** Counts a report as kept that never can be: it would be sent again for ever, and hold up all that come after it. */
    @Transactional
    void passOver(Address address, long report) {
        Agent agent = Agent.locked(address).orElseThrow();
        agent.received = Math.max(agent.received, report);
    }

    void logs(Address agent, Message.Logs written) {
        if (written.lease() == null || written.lines() == null) return;
        if (ownLease(agent, written.lease())) logs.add(written.lease(), written.lines());
    }

    @Transactional
    boolean ownLease(Address agent, Bytes32 lease) {
        return Lease.count("id = ?1 and agent = ?2", lease.hex(), agent.hex()) == 1;
    }

    @Transactional
    void proven(Address address, int memoryMib, int diskMib) {
        Agent agent = Agent.locked(address).orElseThrow();
        agent.provenAt = clock.instant();
        agent.provenMemoryMib = memoryMib;
        agent.provenDiskMib = diskMib;
        changes.agent(address);
        LOG.infof("agent %s proved %d MiB of memory and %d MiB of disk", address, memoryMib, diskMib);
    }

    @Transactional
    void disproven(Address address) {
        Agent.locked(address).orElseThrow().provenAt = null;
        changes.agent(address);
        LOG.warnf("agent %s showed blocks that cannot be", address);
    }

    private void inventory(Agent agent, Message.Inventory inventory) {
        agent.inventory = Json.write(inventory);
        changes.agent(agent.key());
    }

    private void usage(Address agent, Signed<UsageRecord> usage) {
        UsageRecord record = usage.statement();
        if (!usage.signer().equals(agent)
                || !record.provider().equals(agent)
                || !usage.holds()
                || Lease.count("id = ?1 and agent = ?2", record.lease().hex(), agent.hex()) != 1) {
            LOG.warnf("agent %s reports usage of lease %s that is not its own", agent, record.lease());
            return;
        }
        events.add(UsageRecord.TOPIC, record.lease().hex(), usage);
    }

    private CapacityExam exam(Agent agent) {
        Address address = agent.key();
        Instant now = clock.instant();
        Instant due = agent.provenAt == null
                ? now
                : agent.provenAt.plus(provider.capacity().renewEvery());
        return new CapacityExam(
                provider.capacity(),
                agent.machine().orElse(null),
                due,
                new CapacityExam.Verdict() {
                    @Override
                    public void proven(int memoryMib, int diskMib) {
                        AgentDesk.this.proven(address, memoryMib, diskMib);
                    }

                    @Override
                    public void disproven() {
                        AgentDesk.this.disproven(address);
                    }
                },
                random,
                clock);
    }

    private List<Message.EdgeAddress> edges() {
        return config.edges().orElse(List.of()).stream()
                .map(edge -> edge.split("#", 2))
                .map(parts -> new Message.EdgeAddress(parts[0], new Hash(parts[1])))
                .toList();
    }
}
