package io.peerhost.edge;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.peerhost.edge.content.BlobCache;
import io.peerhost.edge.content.CacheFolder;
import io.peerhost.edge.content.ServiceToken;
import io.peerhost.edge.content.SiteContent;
import io.peerhost.edge.content.SitesBlobs;
import io.peerhost.edge.content.StaticSites;
import io.peerhost.edge.health.HealthPages;
import io.peerhost.edge.http.Draining;
import io.peerhost.edge.http.HttpDates;
import io.peerhost.edge.http.Limits;
import io.peerhost.edge.http.VisitorPipeline;
import io.peerhost.edge.proxy.PodSites;
import io.peerhost.edge.route.RouteFeed;
import io.peerhost.edge.route.Routes;
import io.peerhost.edge.socket.Listener;
import io.peerhost.edge.socket.Loops;
import io.peerhost.edge.tunnel.TunnelCertificate;
import io.peerhost.edge.tunnel.TunnelListener;
import io.peerhost.edge.tunnel.Tunnels;
import io.peerhost.edge.witness.EgressLedger;
import io.peerhost.edge.witness.Probe;
import io.peerhost.edge.witness.Sightings;
import io.peerhost.edge.witness.Spool;
import io.peerhost.edge.witness.Witness;
import io.peerhost.edge.witness.WitnessLoop;
import io.peerhost.edge.witness.WitnessSender;
import io.peerhost.protocol.metering.CounterFile;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A running edge: all its parts, from the constructor to {@link #close}. */
public final class Edge implements AutoCloseable {
    private static final int MOST_TUNNELS = 10_000;
    private static final int MOST_WAITING_AGENTS = 256;

    /** A week of slots. */
    private static final int MOST_SPOOLED = 7 * 24 * 360;

    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final EdgeSettings settings;
    private final Loops loops;
    private final Draining draining = new Draining();
    private final Routes routes;
    private final RouteFeed feed;
    private final Tunnels tunnels;
    private final TunnelCertificate certificate;
    private final CacheFolder cache;
    private final Spool spool;
    private final WitnessLoop witness;
    private final WitnessSender sender;
    private final Listener visitors;
    private final Listener secureVisitors;
    private final Listener agents;
    private final Listener admin;

    public Edge(EdgeSettings settings, Limits limits, Clock clock) throws IOException, GeneralSecurityException {
        this.settings = settings;
        Files.createDirectories(settings.data());
        loops = new Loops(settings.threads());
        certificate = TunnelCertificate.in(settings.data(), clock);
        routes = new Routes(settings.domain());
        feed = settings.kafka() == null ? null : new RouteFeed(routes, settings.kafka(), settings.data(), clock);
        tunnels = new Tunnels(routes::runsLease, MOST_WAITING_AGENTS);
        CounterFile counters = new CounterFile(settings.data().resolve("counters"));
        EgressLedger egress = new EgressLedger(counters);
        Sightings sightings = new Sightings(counters, clock);
        cache = new CacheFolder(settings.data().resolve("blobs"), settings.cacheBytes());
        SiteContent content = content(clock);
        PodSites pods = new PodSites(routes, tunnels, sightings::answered, PodSites.PATIENCE);
        HealthPages health = new HealthPages(this::problem, this::figures);
        Dispatch dispatch = new Dispatch(
                routes,
                () -> feed == null || feed.complete(),
                new StaticSites(content),
                pods,
                health,
                settings.domain());
        Probe probe = new Probe(tunnels, content, settings.domain());
        spool = new Spool(settings.data().resolve("witness"), MOST_SPOOLED);
        witness = new WitnessLoop(
                new Witness(routes, probe::up, sightings, egress, settings.key(), clock), egress, spool, clock);
        sender = settings.kafka() == null ? null : new WitnessSender(spool, settings.kafka());
        visitors = listen(
                settings.host(),
                settings.httpPort(),
                limits.connections(),
                settings.visitorsPerAddress(),
                new VisitorPipeline(dispatch, limits, draining, null));
        secureVisitors = settings.httpsPort() < 0
                ? null
                : listen(
                        settings.host(),
                        settings.httpsPort(),
                        limits.connections(),
                        settings.visitorsPerAddress(),
                        new VisitorPipeline(dispatch, limits, draining, tls()));
        agents = listen(
                settings.host(),
                settings.tunnelPort(),
                MOST_TUNNELS,
                settings.tunnelsPerAddress(),
                new TunnelListener(certificate, tunnels, egress));
        admin = settings.adminPort() < 0
                ? null
                : listen(
                        "127.0.0.1", settings.adminPort(), 100, 0, new VisitorPipeline(health, limits, draining, null));
        if (feed != null) feed.start();
        if (sender != null) sender.start();
        witness.start();
    }

    private SiteContent content(Clock clock) {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(3))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        ServiceToken token =
                new ServiceToken(http, settings.oidcIssuer(), settings.oidcClient(), settings.oidcSecret(), clock);
        long memory = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);
        SitesBlobs blobs = new SitesBlobs(http, settings.sites(), token, SitesBlobs.PATIENCE);
        return new SiteContent(new BlobCache(cache), tunnels, blobs, memory, new HttpDates(clock));
    }

    private Listener listen(String host, int port, int most, int mostOfOne, ChannelHandler pipeline)
            throws IOException {
        return new Listener(loops, new InetSocketAddress(host, port), most, mostOfOne, pipeline);
    }

    private SslContext tls() throws IOException {
        return SslContextBuilder.forServer(
                        settings.tlsCertificate().toFile(), settings.tlsKey().toFile())
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
    }

    public Routes routes() {
        return routes;
    }

    public int httpPort() {
        return visitors.port();
    }

    /** Of visitors with TLS; only where it was asked for. */
    public int httpsPort() {
        return secureVisitors.port();
    }

    public int tunnelPort() {
        return agents.port();
    }

    public int adminPort() {
        return admin.port();
    }

    /** SHA-256 of the certificate that agents pin. */
    public Hash certificate() {
        return certificate.sha256();
    }

    /** Agents connected now. */
    public int agents() {
        return tunnels.agents();
    }

    private Optional<String> problem() {
        if (draining.begun()) return Optional.of("This edge is going away");
        if (feed != null && !feed.caughtUp()) return Optional.of("The routes have not been read from Kafka yet");
        if (witness.behind())
            return Optional.of(
                    "What this edge sees of the replicas is not kept: its log says why, a full disk most likely");
        return Optional.empty();
    }

    private Map<String, Number> figures() {
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("outbox.pending", spool.size());
        figures.put("inbox.lag", feed == null ? 0 : feed.lag());
        figures.put("inbox.refused", feed == null ? 0 : feed.refused());
        figures.put("routes.hosts", routes.hosts());
        figures.put("tunnel.agents", tunnels.agents());
        figures.put("visitors.connections", visitors.connections());
        figures.put("cache.bytes", cache.bytes());
        return figures;
    }

    /** Takes no new visitors, lets those under way end for a while, and keeps what is counted. */
    @Override
    public void close() {
        draining.begin();
        visitors.close();
        if (secureVisitors != null) secureVisitors.close();
        long until = System.nanoTime() + DRAIN.toNanos();
        while (visitors.connections() > 0
                && System.nanoTime() - until < 0
                && !Thread.currentThread().isInterrupted()) pause();
        agents.close();
        if (admin != null) admin.close();
        witness.close();
        if (sender != null) sender.close();
        if (feed != null) feed.close();
        loops.close();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
