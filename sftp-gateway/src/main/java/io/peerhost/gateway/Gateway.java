package io.peerhost.gateway;

import io.peerhost.gateway.draft.Drafts;
import io.peerhost.gateway.files.Channel;
import io.peerhost.gateway.files.DraftFileSystem;
import io.peerhost.gateway.files.SftpFactory;
import io.peerhost.gateway.login.Door;
import io.peerhost.gateway.login.HostKeys;
import io.peerhost.gateway.login.KeyLogin;
import io.peerhost.gateway.login.Limits;
import io.peerhost.gateway.login.Logins;
import io.peerhost.gateway.login.Portal;
import io.peerhost.gateway.login.Revocation;
import io.peerhost.gateway.progress.ProgressReport;
import io.peerhost.gateway.publish.Publisher;
import io.peerhost.gateway.shell.Shell;
import io.peerhost.gateway.shell.SiteCommands;
import io.peerhost.gateway.upload.BlobSender;
import io.peerhost.gateway.upload.ServiceClient;
import io.peerhost.gateway.upload.ServiceToken;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.gateway.upload.Spool;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.file.FileSystemFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole gateway, put together. */
final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final long SPOOL_MEMORY = 64L << 20;
    private static final long TICK_MILLIS = 250;
    private static final int MOST_HANDLES = 1_000;

    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("clockwork").factory());
    private final HttpClient http;
    private final BlobSender blobs;
    private final Spool spool;
    private final Drafts drafts;
    private final Limits limits;
    private final SshServer server;
    private final Health health;

    Gateway(Settings settings, Limits.Settings limitSettings, Clock clock) throws IOException {
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        ServiceToken token = new ServiceToken(http, settings.issuer(), settings.client(), settings.secret(), clock);
        SitesClient sites = new SitesClient(new ServiceClient(http, token, settings.sites()));
        ServiceClient marketplace = new ServiceClient(http, token, settings.portal());
        Portal portal = new Portal(marketplace);
        spool = new Spool(
                settings.dataDir().resolve("spool"),
                Math.min(SPOOL_MEMORY, Runtime.getRuntime().maxMemory() / 6),
                settings.spoolBytes(),
                clock);
        blobs = new BlobSender(sites);
        drafts = new Drafts(sites, blobs, spool, clock, limitSettings.entries());
        Publisher publisher = new Publisher(sites, drafts);
        limits = new Limits(limitSettings, clock);
        KeyLogin login = new KeyLogin(new Logins(portal, clock), limits);
        server = Door.make(
                settings.host(), settings.sftpPort(), settings.dataDir().resolve("host-keys"), login, limits);
        serve(publisher, new SiteCommands(sites, drafts, publisher, portal));
        HostKeys.tell(server.getKeyPairProvider(), settings.dataDir().resolve("host-key.sha256"));
        server.start();
        health = new Health(settings.host(), settings.httpPort(), this::ready, this::figures);
        ProgressReport progress = new ProgressReport(drafts, marketplace);
        Revocation revocation = new Revocation(clock);
        clockwork.scheduleWithFixedDelay(
                () -> tick(publisher, progress, revocation), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void serve(Publisher publisher, SiteCommands commands) {
        SftpModuleProperties.MAX_OPEN_HANDLES_PER_SESSION.set(server, MOST_HANDLES);
        server.setFileSystemFactory(new Files(drafts));
        server.setChannelFactories(List.<ChannelFactory>of(new Sessions()));
        server.setSubsystemFactories(List.of(new SftpFactory(publisher, Door::threads)));
        Shell shell = new Shell(commands, publisher);
        server.setCommandFactory(shell);
        server.setShellFactory(shell);
        server.addSessionListener(new Goodbyes());
    }

    String hostKeys() throws IOException {
        return HostKeys.fingerprints(server.getKeyPairProvider());
    }

    int sftpPort() {
        return server.getPort();
    }

    int httpPort() {
        return health.port();
    }

    private boolean ready() {
        return server.isStarted();
    }

    private Map<String, Long> figures() {
        return Map.of(
                "ssh.connections", (long) limits.connections(),
                "blobs.waiting", (long) blobs.waiting(),
                "changes.waiting", (long) drafts.waiting(),
                "spool.bytes", spool.held());
    }

    private void tick(Publisher publisher, ProgressReport progress, Revocation revocation) {
        try {
            revocation.tick(server.getActiveSessions());
            publisher.tick();
            drafts.recover();
            drafts.watch();
            progress.tick();
            drafts.sweep();
        } catch (RuntimeException e) {
            log.warn("The gateway's clockwork stumbled", e);
        }
    }

    @Override
    public void close() throws IOException {
        clockwork.shutdownNow();
        health.close();
        server.stop();
        drafts.close();
        blobs.close();
        http.shutdownNow();
    }

    private record Files(Drafts drafts) implements FileSystemFactory {
        @Override
        public Path getUserHomeDir(SessionContext session) {
            return null;
        }

        @Override
        public FileSystem createFileSystem(SessionContext session) {
            return new DraftFileSystem(session.getAttribute(KeyLogin.WHO), drafts, () -> KeyLogin.holds(session));
        }
    }

    private static final class Sessions implements ChannelFactory {
        @Override
        public String getName() {
            return "session";
        }

        @Override
        public org.apache.sshd.common.channel.Channel createChannel(Session session) {
            return new Channel();
        }
    }

    private static final class Goodbyes implements SessionListener {
        @Override
        public void sessionDisconnect(Session session, int reason, String text, String language, boolean initiator) {
            if (!initiator) session.setAttribute(Channel.DISCONNECTED, true);
        }
    }
}
