package io.peerhost.gateway.login;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the sessions whose key was removed while they were open; what they sent is kept, and not published. */
public final class Revocation {
    private static final Logger log = LoggerFactory.getLogger(Revocation.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Instant due;

    public Revocation(Clock clock) {
        this.clock = clock;
        due = clock.instant().plus(EVERY);
    }

    /** To be called now and then, with all sessions: asks once a minute, and about each key once. */
    public void tick(List<? extends Session> sessions) {
        if (clock.instant().isBefore(due) || !asking.compareAndSet(false, true)) return;
        due = clock.instant().plus(EVERY);
        Thread.ofVirtual().name("revocation").start(() -> {
            try {
                check(sessions);
            } finally {
                asking.set(false);
            }
        });
    }

    private static void check(List<? extends Session> sessions) {
        Map<KeyLogin.Accepted, Boolean> asked = new HashMap<>();
        for (Session session : sessions) {
            KeyLogin.Accepted accepted = session.getAttribute(KeyLogin.ACCEPTED);
            if (accepted != null && !asked.computeIfAbsent(accepted, KeyLogin.Accepted::holds)) end(session);
        }
    }

    private static void end(Session session) {
        log.info("{} ends: its key was removed", session);
        try {
            session.disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, KeyLogin.REMOVED);
        } catch (IOException e) {
            session.close(true);
        }
    }
}
