package io.peerhost.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerhost.edge.http.Limits;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.PageRules;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** An edge on free ports, with a sites service (and its sign-in) made of a map, and sellers that dial in. */
final class TestEdge implements AutoCloseable {
    static final Limits LIMITS =
            new Limits(1_000, 4L << 20, Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(30), 10_000);

    final Map<Hash, byte[]> sites = new ConcurrentHashMap<>();
    final AtomicInteger sitesAsked = new AtomicInteger();
    final SigningKey key = SigningKey.generate(new SecureRandom());
    final Path data;
    final Edge edge;
    private final HttpServer services;
    private final List<Closeable> open = new ArrayList<>();

    TestEdge(Path data) throws IOException, GeneralSecurityException {
        this(data, LIMITS);
    }

    TestEdge(Path data, String kafka) throws IOException, GeneralSecurityException {
        this(data, kafka, null, null, LIMITS);
    }

    /** With a port for visitors with TLS too. */
    TestEdge(Path data, Path certificate, Path certificateKey) throws IOException, GeneralSecurityException {
        this(data, null, certificate, certificateKey, LIMITS);
    }

    TestEdge(Path data, Limits limits) throws IOException, GeneralSecurityException {
        this(data, null, null, null, limits);
    }

    private TestEdge(Path data, String kafka, Path certificate, Path certificateKey, Limits limits)
            throws IOException, GeneralSecurityException {
        this.data = data;
        services = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        services.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        services.createContext(
                "/protocol/openid-connect/token",
                exchange -> answer(
                        exchange, 200, "{\"access_token\":\"t\",\"expires_in\":60}".getBytes(StandardCharsets.UTF_8)));
        services.createContext("/internal/blobs/", this::blob);
        services.start();
        URI base = URI.create("http://127.0.0.1:" + services.getAddress().getPort());
        edge = new Edge(
                new EdgeSettings(
                        "127.0.0.1",
                        0,
                        certificate == null ? -1 : 0,
                        certificate,
                        certificateKey,
                        0,
                        0,
                        kafka,
                        base,
                        "edge",
                        "secret",
                        base,
                        "localhost",
                        key,
                        data,
                        256L << 20,
                        2,
                        0,
                        0),
                limits,
                Clock.systemUTC());
    }

    private void blob(HttpExchange exchange) throws IOException {
        sitesAsked.incrementAndGet();
        boolean known = "Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] bytes = sites.get(new Hash(exchange.getRequestURI().getPath().substring("/internal/blobs/".length())));
        if (!known) answer(exchange, 401, new byte[0]);
        else if (bytes == null) answer(exchange, 404, new byte[0]);
        else answer(exchange, 200, bytes);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A site's release, kept by the sites service alone. */
    TestSite.Release publish(TestSite site, Map<String, byte[]> files) {
        return publish(site, files, PageRules.USUAL);
    }

    TestSite.Release publish(TestSite site, Map<String, byte[]> files, PageRules pages) {
        TestSite.Release release = TestSite.release(files);
        sites.putAll(release.blobs());
        edge.routes().apply(site.published(release.root(), pages));
        return release;
    }

    /** A seller with a running lease of {@code site}, connected. */
    TestSeller seller(TestSite site) {
        TestSeller seller = new TestSeller();
        open.add(seller);
        edge.routes().apply(site.lease(seller.lease, open.size(), seller.agent(), LeaseStage.ACTIVE));
        int before = edge.agents();
        seller.dial(edge);
        await("the seller is connected", () -> edge.agents() > before);
        return seller;
    }

    void ready(TestSite site, TestSeller seller, Hash release) {
        edge.routes().apply(site.replica(seller.lease, seller.agent(), ReplicaState.READY, release));
    }

    <T extends Closeable> T opened(T part) {
        open.add(part);
        return part;
    }

    RawClient client() throws IOException {
        return opened(new RawClient(edge.httpPort()));
    }

    static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) throw new AssertionError("Never came true: " + what);
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable part : open.reversed()) part.close();
        edge.close();
        services.stop(0);
    }
}
