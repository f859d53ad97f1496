package io.peerhost.marketplace.provider;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signature;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Lets agents in: by a token that an account made, or by an account's own sign-in, and always by proof of the key. */
@ApplicationScoped
public class Enrolments {
    private static final int MOST_AGENTS = 1000;

    private final ProviderConfig config;
    private final SecureRandom random;
    private final Clock clock;

    public Enrolments(ProviderConfig config, SecureRandom random, Clock clock) {
        this.config = config;
        this.random = random;
        this.clock = clock;
    }

    public record Token(String token, Instant expiresAt) {}

    @Transactional
    public Token token(UUID account) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        EnrolmentToken kept = new EnrolmentToken();
        kept.hash = hash(token).hex();
        kept.account = account;
        kept.expiresAt = clock.instant().plus(config.tokenValidity());
        kept.persist();
        return new Token(token, kept.expiresAt);
    }

    /** The account's own token, while it may be used. */
    @Transactional
    public Optional<Token> unused(UUID account, String token) {
        EnrolmentToken kept = EnrolmentToken.findById(hash(token).hex());
        return kept == null || !kept.account.equals(account) || kept.usedBy != null
                ? Optional.empty()
                : Optional.of(new Token(token, kept.expiresAt));
    }

    /** What an agent signs in {@link Message.Enrolment}: the SHA-256 of the token's UTF-8 bytes. */
    public static Bytes32 hash(String token) {
        return Bytes32.of(Hash.sha256().digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    /** The token's use and the agent's enrolment are one; asking again with the same token and key finds it done. */
    @Transactional
    public Agent withToken(String token, Address agent, Signature signature) {
        requireKey(hash(token), agent, signature);
        EnrolmentToken kept = EnrolmentToken.findById(hash(token).hex(), LockModeType.PESSIMISTIC_WRITE);
        if (kept == null) throw Problem.forbidden("This enrolment token is unknown. Make a new one in the portal.");
        if (agent.hex().equals(kept.usedBy))
            return Agent.at(agent)
                    .filter(known -> known.removedAt == null)
                    .orElseThrow(() -> Problem.forbidden("This machine was removed by its seller"));
        if (kept.usedBy != null)
            throw Problem.forbidden("This enrolment token was used. Make a new one in the portal.");
        if (!kept.expiresAt.isAfter(clock.instant()))
            throw Problem.forbidden("This enrolment token is over. Make a new one in the portal.");
        kept.usedBy = agent.hex();
        return enrolled(kept.account, agent);
    }

    /** @param bearer the token of the sign-in, whose hash the agent signs */
    @Transactional
    public Agent signedIn(UUID account, String bearer, Address agent, Signature signature) {
        requireKey(hash(bearer), agent, signature);
        return enrolled(account, agent);
    }

    @Scheduled(every = "10m", delayed = "1m")
    @Transactional
    void forget() {
        EnrolmentToken.delete("expiresAt < ?1", clock.instant().minus(Duration.ofDays(1)));
    }

    private Agent enrolled(UUID account, Address address) {
        Optional<Agent> known = Agent.locked(address);
        if (known.isPresent()) {
            if (!known.get().account.equals(account))
                throw Problem.conflict("agent-enrolled", "Another account has this agent.");
            known.get().removedAt = null;
            return known.get();
        }
        if (Agent.count("account = ?1 and removedAt is null", account) >= MOST_AGENTS)
            throw Problem.refused("too-many-agents", "An account has at most " + MOST_AGENTS + " agents.");
        Agent agent = new Agent();
        agent.address = address.hex();
        agent.account = account;
        agent.createdAt = clock.instant();
        agent.presence = Presence.NEW;
        agent.reputation = 500;
        agent.persistAndFlush();
        return agent;
    }

    private static void requireKey(Bytes32 tokenHash, Address agent, Signature signature) {
        if (!signature.isBy(agent, new Message.Enrolment(tokenHash, agent).digest()))
            throw Problem.forbidden("The signature is not that of " + agent + " over this token.");
    }
}
