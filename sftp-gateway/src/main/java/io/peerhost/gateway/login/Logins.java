package io.peerhost.gateway.login;

import io.peerhost.protocol.access.SshLogin;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may log in: asked anew for each session, as sites come and keys go meanwhile. Remembered for when marketplace does not
 * answer: who could log in minutes ago still can. A refusal is remembered for a moment, so that guessers ask less.
 */
public final class Logins {
    private static final Logger log = LoggerFactory.getLogger(Logins.class);
    private static final Duration STALE = Duration.ofMinutes(15);
    private static final Duration FRESH_REFUSAL = Duration.ofSeconds(3);
    private static final int MOST = 10_000;

    private final Portal portal;
    private final Clock clock;
    private final Map<SshLogin.Question, Answer> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SshLogin.Question, Answer> eldest) {
            return size() > MOST;
        }
    };

    private record Answer(Optional<SshLogin> login, Instant at) {}

    public Logins(Portal portal, Clock clock) {
        this.portal = portal;
        this.clock = clock;
    }

    /** @return empty when this key does not log in as this user, or nobody can tell now */
    public Optional<SshLogin> find(SshLogin.Question question) {
        Answer last = last(question);
        if (last != null && last.login().isEmpty() && age(last).compareTo(FRESH_REFUSAL) < 0) return last.login();
        try {
            Optional<SshLogin> login = portal.ask(question);
            keep(question, new Answer(login, clock.instant()));
            return login;
        } catch (IOException e) {
            log.warn("Marketplace could not say who {} is: {}", question.userName(), e.getMessage());
            return last != null && age(last).compareTo(STALE) < 0 ? last.login() : Optional.empty();
        }
    }

    /** @return whether marketplace says that a key which logged in does so no more; not while it says nothing */
    boolean isRevoked(SshLogin.Question question) {
        try {
            Optional<SshLogin> login = portal.ask(question);
            keep(question, new Answer(login, clock.instant()));
            return login.isEmpty();
        } catch (IOException e) {
            log.warn("Marketplace could not say whether {} may stay: {}", question.userName(), e.getMessage());
            return false;
        }
    }

    private Duration age(Answer answer) {
        return Duration.between(answer.at(), clock.instant());
    }

    private Answer last(SshLogin.Question question) {
        synchronized (known) {
            return known.get(question);
        }
    }

    private void keep(SshLogin.Question question, Answer answer) {
        synchronized (known) {
            known.put(question, answer);
        }
    }
}
