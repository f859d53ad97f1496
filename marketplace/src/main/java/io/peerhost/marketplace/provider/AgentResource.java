package io.peerhost.marketplace.provider;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.api.Idempotency;
import io.peerhost.marketplace.api.RateLimit;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Signature;
import io.peerhost.rest.problem.Problem;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A seller's machines. */
@Path("/api/agents")
public class AgentResource {
    private final Accounts accounts;
    private final Enrolments enrolments;
    private final Idempotency idempotency;
    private final RateLimit tokens;
    private final RateLimit enrolling;

    public AgentResource(Accounts accounts, Enrolments enrolments, Idempotency idempotency, Clock clock) {
        this.accounts = accounts;
        this.enrolments = enrolments;
        this.idempotency = idempotency;
        this.tokens = new RateLimit(30, Duration.ofMinutes(1), clock);
        this.enrolling = new RateLimit(60, Duration.ofMinutes(1), clock);
    }

    /** @param token null when the request itself is signed in */
    public record Enrolment(String token, Address agent, Signature signature) {
        public Enrolment {
            if (agent == null || signature == null)
                throw new IllegalArgumentException("an enrolment needs agent and signature");
        }
    }

    public record Enrolled(Address agent, UUID account) {}

    /**
     * @param name what its seller calls it; null for no name
     * @param reputation 0 to 1000
     * @param provenAt when it last proved its capacity; null when never
     */
    public record AgentView(
            Address address,
            String name,
            Presence presence,
            Instant lastSeen,
            String version,
            Message.Inventory inventory,
            Instant provenAt,
            int provenMemoryMib,
            int provenDiskMib,
            int reputation,
            Instant createdAt) {
        public static AgentView of(Agent agent) {
            return new AgentView(
                    agent.key(),
                    agent.name,
                    agent.presence,
                    agent.lastSeen,
                    agent.version,
                    agent.machine().orElse(null),
                    agent.provenAt,
                    agent.provenMemoryMib,
                    agent.provenDiskMib,
                    agent.reputation,
                    agent.createdAt);
        }
    }

    @GET
    @Authenticated
    public List<AgentView> list() {
        return Agent.of(accounts.current().id).stream().map(AgentView::of).toList();
    }

    @POST
    @Path("/tokens")
    @Authenticated
    public Response token(@HeaderParam(Idempotency.HEADER) String key) {
        UUID account = accounts.current().id;
        tokens.take(account.toString());
        return idempotency.once(account, key, "agents/tokens", null, 201, () -> enrolments.token(account));
    }

    /** Idempotent by nature: the same agent again changes nothing, so no key is needed. */
    @POST
    @Path("/enrolments")
    @PermitAll
    public Response enrol(
            @HeaderParam("Authorization") String authorization, Enrolment body, HttpServerRequest request) {
        enrolling.take(request.remoteAddress().hostAddress());
        Enrolment wanted = Problem.present(body);
        Agent agent = wanted.token() != null
                ? enrolments.withToken(wanted.token(), wanted.agent(), wanted.signature())
                : enrolments.signedIn(accounts.current().id, bearer(authorization), wanted.agent(), wanted.signature());
        return Response.status(201)
                .entity(new Enrolled(agent.key(), agent.account))
                .build();
    }

    private static String bearer(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7))
            throw Problem.of(
                    401,
                    "unauthorized",
                    "Sign in first",
                    "Send a token in the body, or a bearer token in Authorization.");
        return authorization.substring(7).strip();
    }
}
