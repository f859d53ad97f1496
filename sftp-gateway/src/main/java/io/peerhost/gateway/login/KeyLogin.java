package io.peerhost.gateway.login;

import io.peerhost.protocol.access.SshLogin;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/** Lets a public key in that marketplace knows as the user's; the library checks that the client holds it. */
public final class KeyLogin implements PublickeyAuthenticator {
    /** Who a session belongs to, set when its key was accepted. */
    public static final AttributeKey<SshLogin> WHO = new AttributeKey<>();

    private final Logins logins;
    private final Limits limits;

    public KeyLogin(Logins logins, Limits limits) {
        this.logins = logins;
        this.limits = limits;
    }

    @Override
    public boolean authenticate(String user, PublicKey key, ServerSession session) {
        InetSocketAddress from = (InetSocketAddress) session.getClientAddress();
        if (!limits.mayTry(from.getAddress(), user)) return false;
        Optional<SshLogin> login = logins.find(new SshLogin.Question(user, PublicKeyEntry.toString(key)));
        login.ifPresentOrElse(who -> session.setAttribute(WHO, who), () -> limits.failed(from.getAddress(), user));
        return login.isPresent();
    }
}
