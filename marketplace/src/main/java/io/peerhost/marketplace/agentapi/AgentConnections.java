package io.peerhost.marketplace.agentapi;

import io.peerhost.marketplace.change.Change;
import io.peerhost.marketplace.change.Heard;
import io.peerhost.marketplace.provider.PresenceWatch;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.http.ServerWebSocket;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The agents connected to this instance. Of one agent's connections the newest stays, here or at another instance. */
@ApplicationScoped
public class AgentConnections {
    static final String TAKEN_OVER = "A newer connection of this agent took over";

    private final AgentDesk desk;
    private final AgentConfig config;
    private final PresenceWatch presence;
    private final SecureRandom random;
    private final Clock clock;
    private volatile boolean leaving;
    private final PushTimes pushes = new PushTimes();
    private final Set<AgentSession> all = ConcurrentHashMap.newKeySet();
    private final Map<Address, AgentSession> known = new ConcurrentHashMap<>();

    public AgentConnections(
            AgentDesk desk, AgentConfig config, PresenceWatch presence, SecureRandom random, Clock clock) {
        this.desk = desk;
        this.config = config;
        this.presence = presence;
        this.random = random;
        this.clock = clock;
    }

    /** How long changes took to reach their agents. */
    public PushTimes pushes() {
        return pushes;
    }

    public int count() {
        return known.size();
    }

    boolean hasRoom() {
        return !leaving && all.size() < config.mostConnections() && all.size() - known.size() < config.mostStrangers();
    }

    /** Before this service stops, so that nobody is in the middle of something then: agents come back by themselves. */
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        leaving = true;
        all.forEach(AgentSession::leave);
    }

    /** @param portal by what address agents know this portal */
    void opened(ServerWebSocket socket, String portal) {
        AgentConnection connection = new AgentConnection(socket, config.sendWithin());
        AgentSession session =
                new AgentSession(connection, desk, this, portal, Bytes32.random(random), clock.instant());
        all.add(session);
        Thread.ofVirtual().start(session::start);
    }

    void welcomed(AgentSession session, Address agent) {
        AgentSession older = known.put(agent, session);
        presence.heardOf(agent.hex());
        if (older != null) older.refuse(TAKEN_OVER, false);
    }

    void heardOf(Address agent) {
        presence.heardOf(agent.hex());
    }

    Instant now() {
        return clock.instant();
    }

    void pushed(Instant changedAt) {
        pushes.add(Duration.between(changedAt, clock.instant()));
    }

    void closed(AgentSession session, Address agent) {
        all.remove(session);
        if (agent != null) known.remove(agent, session);
    }

    /** Before the other observers, which ask the database. */
    void changed(@Observes @Priority(1) Heard heard) {
        heard.changes().forEach(this::changed);
    }

    private void changed(Change change) {
        switch (change) {
            case Change.OfAgent(Address agent, Instant at) -> {
                AgentSession session = known.get(agent);
                if (session != null) session.push(at);
            }
            case Change.OfAll() -> known.values().forEach(session -> session.push(clock.instant()));
            case Change.OfOffer offer -> {}
            case Change.OfLease lease -> {}
            case Change.OfTransaction transaction -> {}
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        Instant now = clock.instant();
        for (AgentSession session : all) {
            if (!session.isStranger()) session.tick(now);
            else if (session.openedAt().plus(config.loginWithin()).isBefore(now))
                session.refuse("No hello in " + config.loginWithin().toSeconds() + " s", true);
        }
    }
}
