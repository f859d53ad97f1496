package io.peerhost.gateway.login;

import io.peerhost.protocol.access.SshLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/** Lets a public key in that marketplace knows as the user's; the library checks that the client holds it. */
public final class KeyLogin implements PublickeyAuthenticator, SessionListener {
    /** Who a session belongs to, set when its key was accepted. */
    public static final AttributeKey<SshLogin> WHO = new AttributeKey<>();

    /** Said to who is still there when their key is not. */
    public static final String REMOVED = "The key you logged in with was removed: log in with another one.";

    static final AttributeKey<Accepted> ACCEPTED = new AttributeKey<>();

    private static final AttributeKey<Integer> WRONG_KEYS = new AttributeKey<>();

    private static final AttributeKey<Boolean> TOLD = new AttributeKey<>();

    private final Logins logins;
    private final Limits limits;

    /** A client first asks whether a key would do, then signs with it: that is one question to marketplace. */
    record Accepted(SshLogin.Question question, SshLogin login, Logins logins) {
        boolean holds() {
            return !logins.isRevoked(question);
        }
    }

    public KeyLogin(Logins logins, Limits limits) {
        this.logins = logins;
        this.limits = limits;
    }

    @Override
    public boolean authenticate(String user, PublicKey key, ServerSession session) {
        InetSocketAddress from = (InetSocketAddress) session.getClientAddress();
        if (!limits.mayTry(from.getAddress(), user)) {
            say(session, "Too many wrong keys came from your address: try again in some minutes.");
            return false;
        }
        SshLogin.Question question = new SshLogin.Question(user, PublicKeyEntry.toString(key));
        Accepted before = session.getAttribute(ACCEPTED);
        Optional<SshLogin> login = before != null && before.question().equals(question)
                ? Optional.of(before.login())
                : logins.find(question);
        if (login.isPresent()) accept(session, new Accepted(question, login.get(), logins));
        else wrong(session, from.getAddress(), user);
        return login.isPresent();
    }

    /** Whether a session's key was not removed since. Asks marketplace. */
    public static boolean holds(SessionContext session) {
        Accepted accepted = session.getAttribute(ACCEPTED);
        return accepted == null || accepted.holds();
    }

    private static void accept(ServerSession session, Accepted accepted) {
        session.setAttribute(ACCEPTED, accepted);
        session.setAttribute(WHO, accepted.login());
    }

    private void wrong(ServerSession session, InetAddress from, String user) {
        limits.failed(from, user);
        session.setAttribute(WRONG_KEYS, wrongKeys(session) + 1);
        say(
                session,
                "A key you offered is not registered for this user. Unless another one is, add it in the portal, or name the right one with -i.");
    }

    /** Says it once for a connection, before the refusal (RFC 4252, 5.4): clients show it to people. */
    private static void say(ServerSession session, String sentence) {
        if (session.getAttribute(TOLD) != null) return;
        session.setAttribute(TOLD, true);
        Buffer banner = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER);
        banner.putString(sentence + "\r\n");
        banner.putString("en");
        try {
            session.writePacket(banner);
        } catch (IOException e) {
            // It is gone, or the refusal that follows fails as well.
        }
    }

    private static int wrongKeys(Session session) {
        Integer count = session.getAttribute(WRONG_KEYS);
        return count == null ? 0 : count;
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event != Event.Authenticated || wrongKeys(session) == 0) return;
        InetSocketAddress from = (InetSocketAddress) session.getIoSession().getRemoteAddress();
        limits.forgive(from.getAddress(), session.getUsername(), wrongKeys(session));
    }
}
