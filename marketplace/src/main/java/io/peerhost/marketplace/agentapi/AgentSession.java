package io.peerhost.marketplace.agentapi;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** What is said over one connection: who it is, then reports up and desired state down. */
final class AgentSession implements AgentConnection.Reader {
    private static final Logger LOG = Logger.getLogger(AgentSession.class);

    private final AgentConnection connection;
    private final AgentDesk desk;
    private final AgentConnections connections;
    private final String portal;
    private final Bytes32 nonce;
    private final Instant openedAt;
    private final UUID id = UUID.randomUUID();
    private final AtomicBoolean pushing = new AtomicBoolean();
    /** Since when the agent is to be told something; null when it was told all. */
    private final AtomicReference<Instant> changedAt = new AtomicReference<>();

    private volatile Address agent;
    private volatile CapacityExam exam;

    /** @param portal by what address agents know this portal */
    AgentSession(
            AgentConnection connection,
            AgentDesk desk,
            AgentConnections connections,
            String portal,
            Bytes32 nonce,
            Instant openedAt) {
        this.connection = connection;
        this.desk = desk;
        this.connections = connections;
        this.portal = portal;
        this.nonce = nonce;
        this.openedAt = openedAt;
    }

    void start() {
        connection.start(this);
        connection.send(new Message.Challenge(nonce));
    }

    UUID id() {
        return id;
    }

    boolean isStranger() {
        return agent == null;
    }

    Instant openedAt() {
        return openedAt;
    }

    void leave() {
        connection.close((short) 1001, "the portal restarts");
    }

    void refuse(String reason, boolean retry) {
        connection.refuse(reason, retry);
    }

    @Override
    public void read(String text) {
        Message message;
        try {
            message = Json.read(text, Message.class);
        } catch (Json.Malformed e) {
            LOG.warnf("agent %s sends what is no message: %s", agent, e.getMessage());
            connection.refuse("This is not a message: " + e.getMessage(), false);
            return;
        }
        if (agent == null) hello(message);
        else follow(message);
    }

    @Override
    public void closed() {
        connections.closed(this, agent);
    }

    /** Sends the whole desired state; what changes while one is on its way is answered by one more. */
    void push(Instant since) {
        changedAt.accumulateAndGet(since, (older, newer) -> older == null ? newer : older);
        if (agent == null || !pushing.compareAndSet(false, true)) return;
        Thread.ofVirtual().name("desired-" + agent).start(this::pushAll);
    }

    private void pushAll() {
        try {
            for (Instant since = changedAt.getAndSet(null); since != null; since = changedAt.getAndSet(null)) {
                Optional<Message.Desired> desired = desk.desired(agent, id);
                if (desired.isEmpty()) {
                    connection.refuse(desk.parted(agent), false);
                    return;
                }
                if (!connection.send(desired.get())) return;
                connections.pushed(since);
                desk.taken(agent, desired.get());
            }
        } catch (RuntimeException e) {
            if (!connection.isClosed()) LOG.warnf(e, "agent %s cannot be told what to run", agent);
            connection.close((short) 1011, "failed");
        } finally {
            pushing.set(false);
        }
        Instant missed = changedAt.get();
        if (missed != null && !connection.isClosed()) push(missed);
    }

    /** Called each second, for all by one thread: so it waits for none. */
    void tick(Instant now) {
        CapacityExam current = exam;
        if (current != null) current.tick(now).ifPresent(connection::tell);
    }

    private void hello(Message message) {
        if (!(message instanceof Message.Hello hello) || hello.agent() == null || hello.signature() == null) {
            connection.refuse("Say hello first", false);
            return;
        }
        AgentDesk.Admission admission = desk.admit(hello, new Message.Login(nonce, hello.agent(), portal), id);
        switch (admission) {
            case AgentDesk.Admission.Refused(String reason) -> connection.refuse(reason, false);
            case AgentDesk.Admission.Welcomed(Message.Welcome welcome, CapacityExam started) -> {
                agent = hello.agent();
                exam = started;
                connections.welcomed(this, agent);
                if (connection.send(welcome)) push(connections.now());
            }
        }
    }

    private void keep(Message.Report report) {
        try {
            desk.keep(agent, report);
        } catch (RuntimeException e) {
            if (!Unkeepable.is(e)) throw e;
            LOG.warnf(e, "report %d of agent %s can never be kept and is passed over", report.number(), agent);
            desk.passOver(agent, report.number());
        }
    }

    private void follow(Message message) {
        connections.heardOf(agent);
        switch (message) {
            case Message.Report report -> {
                keep(report);
                if (report.inventory() != null) exam.machine(report.inventory());
                connection.send(new Message.Acknowledged(report.number()));
            }
            case Message.CapacityFilled filled -> exam.filled(filled).ifPresent(connection::send);
            case Message.Blocks blocks -> exam.shown(blocks);
            case Message.Logs logs -> desk.logs(agent, logs);
            case Message.Heartbeat heartbeat -> LOG.tracef("agent %s lives", agent);
            case Message.Hello again -> connection.refuse("Hello was said already", true);
            case Message.Down down -> connection.refuse("This is for the portal to say", false);
        }
    }
}
