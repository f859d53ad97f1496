package io.peerhost.gateway.login;

import io.peerhost.gateway.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.NoCloseExecutor;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;

/**
 * The SSH server up to the point where somebody is logged in: algorithms, keys, limits, time-outs. Each connection has a thread
 * of its own, since a look-up that blocks a pool lets hundreds of others wait; subsystems and commands run on virtual threads.
 */
public final class Door {
    private static final int BACKLOG = 4096;
    private static final int TRIES = 6;
    private static final int CHANNELS = 16;
    private static final int SESSIONS_OF_A_USER = 128;
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofHours(2);
    /** A client that is suspended in the middle of a download finds it again. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private Door() {}

    /** A thread for each task; ending it ends none of the others. */
    public static CloseableExecutorService threads() {
        return new NoCloseExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /** @param hostKeys folder of the host keys @return a server without commands or subsystems, not started */
    public static SshServer make(String host, int port, Path hostKeys, KeyLogin login, Limits limits)
            throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost(host);
        server.setPort(port);
        server.setIoServiceFactoryFactory(new Transport());
        server.setKeyPairProvider(HostKeys.in(hostKeys));
        server.setPublickeyAuthenticator(login);
        server.setPasswordAuthenticator(null);
        server.setKeyboardInteractiveAuthenticator(null);
        server.setHostBasedAuthenticator(null);
        server.setGSSAuthenticator(null);
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setForwardingFilter(null);
        server.setAgentFactory(null);
        Algorithms.set(server);
        server.addSessionListener(new Counted(limits));
        server.addSessionListener(login);
        set(server);
        return server;
    }

    private static void set(SshServer server) {
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Peerhost");
        CoreModuleProperties.SOCKET_BACKLOG.set(server, BACKLOG);
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(server, true);
        CoreModuleProperties.AUTH_TIMEOUT.set(server, GRACE);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, TRIES);
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, SESSIONS_OF_A_USER);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, CHANNELS);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, IDLE);
        CoreModuleProperties.COMMAND_EXIT_TIMEOUT.set(server, Duration.ofSeconds(5));
        CoreModuleProperties.STOP_WAIT_TIME.set(server, Duration.ofSeconds(10));
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(server, 3);
        CoreModuleProperties.BUFFERED_IO_OUTPUT_MAX_PENDING_WRITE_WAIT.set(server, PATIENCE);
        server.setSessionHeartbeat(HeartbeatType.IGNORE, HEARTBEAT);
    }

    private record Counted(Limits limits) implements SessionListener {
        @Override
        public void sessionCreated(Session session) {
            InetSocketAddress from = (InetSocketAddress) session.getIoSession().getRemoteAddress();
            if (!limits.opened(from.getAddress())) {
                session.close(true);
                return;
            }
            session.addCloseFutureListener(closed -> limits.closed(from.getAddress()));
            Allowance allowance =
                    Allowance.of(limits.connections(), Runtime.getRuntime().maxMemory());
            allowance.giveTo(session);
            CoreModuleProperties.WINDOW_SIZE.set(session, allowance.window());
        }
    }
}
