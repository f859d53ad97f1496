package io.peerhost.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerhost.protocol.access.SshLogin;
import io.peerhost.protocol.access.SshLogin.SiteAccess;
import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Sites, the identity provider and, in {@link PortalStand}, the marketplace as the gateway sees them, in memory, with the contract's semantics. */
final class StandIn implements AutoCloseable {
    private static final int MOST_CHANGES = 5_000;

    final Map<Hash, byte[]> blobs = new ConcurrentHashMap<>();
    final Map<UUID, SiteModel> sites = new ConcurrentHashMap<>();
    final PortalStand portal = new PortalStand();
    final AtomicInteger packs = new AtomicInteger();
    final AtomicInteger packsAsked = new AtomicInteger();
    final AtomicInteger blobsAsked = new AtomicInteger();
    final AtomicInteger draftBatches = new AtomicInteger();
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final HttpServer server;
    volatile boolean sitesDown;
    /** Drafts are changed, and who asked for it does not hear of it. */
    volatile boolean answersLost;

    volatile boolean uploadsBreak;
    /** Its bytes do not arrive as they should; null for none. */
    volatile Hash refusedBlob;

    /** What an ingress without a route to sites answers, as a page of its own; 0: it has one. */
    volatile int ingress;

    final AtomicInteger ingressAsked = new AtomicInteger();
    final Set<UUID> deleted = ConcurrentHashMap.newKeySet();

    StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    SiteModel site(String name) {
        SiteModel site = new SiteModel(UUID.randomUUID(), name, blobs.keySet());
        sites.put(site.id, site);
        return site;
    }

    void login(String user, String publicKey, SiteModel... may) {
        portal.logins.put(
                user + " " + publicKey,
                new SshLogin(
                        UUID.randomUUID(),
                        user,
                        Arrays.stream(may)
                                .map(site -> new SiteAccess(site.id, site.name, SiteKind.STATIC))
                                .toList()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String[] at = path.substring(1).split("/");
            if (path.startsWith("/realms")) realm(exchange, path);
            else if (!"Bearer stand-in".equals(exchange.getRequestHeaders().getFirst("Authorization")))
                Answers.problem(exchange, 401, Map.of("detail", "No token"));
            else if (portal.hears(path)) portal.handle(exchange, path, body);
            else if (ingress != 0) ingress(exchange);
            else if (sitesDown) Answers.problem(exchange, 503, Map.of("detail", "Down"));
            else if (deleted.contains(siteOf(at)))
                Answers.problem(exchange, 404, "site-deleted", Map.of("detail", "Deleted"));
            else if (sites.containsKey(siteOf(at))) site(exchange, at, body);
            else bytes(exchange, at, body);
        } catch (IllegalArgumentException e) {
            Answers.problem(exchange, 400, Map.of("detail", String.valueOf(e.getMessage())));
        }
    }

    private void ingress(HttpExchange exchange) throws IOException {
        ingressAsked.incrementAndGet();
        Answers.write(exchange, ingress, "text/html", "<h1>Ingress</h1>".getBytes(StandardCharsets.UTF_8));
    }

    private void realm(HttpExchange exchange, String path) throws IOException {
        if (path.endsWith("openid-configuration"))
            Answers.answer(exchange, 200, Map.of("token_endpoint", uri() + "/realms/token"));
        else Answers.answer(exchange, 200, Map.of("access_token", "stand-in", "expires_in", 300));
    }

    private void bytes(HttpExchange exchange, String[] at, byte[] body) throws IOException {
        String method = exchange.getRequestMethod();
        switch (at[1]) {
            case "blobs" -> {
                if (at[2].equals("missing")) missing(exchange, body);
                else if (at[2].equals("pack")) several(exchange, body);
                else blob(exchange, Hash.of(at[2]));
            }
            case "packs" -> pack(exchange, body);
            case "uploads" -> upload(exchange, method, at, body);
            default -> Answers.problem(exchange, 404, Map.of("detail", "No such path"));
        }
    }

    private void missing(HttpExchange exchange, byte[] body) throws IOException {
        List<String> missing = new ArrayList<>();
        for (JsonNode hash : Json.read(body, JsonNode.class).path("hashes"))
            if (!blobs.containsKey(Hash.of(hash.asText()))) missing.add(hash.asText());
        Answers.answer(exchange, 200, Map.of("missing", missing));
    }

    private void several(HttpExchange exchange, byte[] body) throws IOException {
        packsAsked.incrementAndGet();
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        for (JsonNode hash : Json.read(body, JsonNode.class).path("hashes")) {
            byte[] blob = blobs.get(Hash.of(hash.asText()));
            if (blob == null) continue;
            pack.writeBytes(HexFormat.of().parseHex(hash.asText()));
            pack.writeBytes(ByteBuffer.allocate(4).putInt(blob.length).array());
            pack.writeBytes(blob);
        }
        Answers.write(exchange, 200, "application/vnd.peerhost.pack", pack.toByteArray());
    }

    private void blob(HttpExchange exchange, Hash hash) throws IOException {
        blobsAsked.incrementAndGet();
        byte[] blob = blobs.get(hash);
        if (blob == null) {
            Answers.problem(exchange, 404, Map.of("detail", "No such blob"));
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.substring(6, range.indexOf('-')));
        exchange.sendResponseHeaders(range == null ? 200 : 206, blob.length - from == 0 ? -1 : blob.length - from);
        exchange.getResponseBody().write(blob, from, blob.length - from);
    }

    private void pack(HttpExchange exchange, byte[] body) throws IOException {
        if (body.length > 16 << 20) throw new IllegalArgumentException("The pack is too large");
        packs.incrementAndGet();
        int stored = 0;
        for (ByteBuffer pack = ByteBuffer.wrap(body); pack.hasRemaining(); stored++) {
            byte[] hash = new byte[32];
            pack.get(hash);
            byte[] blob = new byte[pack.getInt()];
            if (blob.length > 4 << 20) throw new IllegalArgumentException("A blob is too large for a pack");
            pack.get(blob);
            if (Hash.of(hash).equals(refusedBlob)) {
                Answers.problem(exchange, 422, Map.of("detail", "A hash is wrong"));
                return;
            }
            if (!Hash.ofContent(blob).equals(Hash.of(hash))) throw new IllegalArgumentException("A hash is wrong");
            blobs.put(Hash.of(hash), blob);
        }
        Answers.answer(exchange, 200, Map.of("stored", stored));
    }

    private void upload(HttpExchange exchange, String method, String[] at, byte[] body) throws IOException {
        if (at.length == 2) {
            String id = UUID.randomUUID().toString();
            uploads.put(id, new ByteArrayOutputStream());
            Answers.answer(exchange, 200, Map.of("upload", id, "offset", 0));
            return;
        }
        ByteArrayOutputStream upload = uploads.get(at[2]);
        if (at.length == 4) {
            Hash hash = Hash.of(Json.read(body, JsonNode.class).path("hash").asText());
            if (!Hash.ofContent(upload.toByteArray()).equals(hash)) {
                Answers.problem(exchange, 422, Map.of("detail", "The hash is wrong"));
                return;
            }
            blobs.put(hash, upload.toByteArray());
            Answers.answer(exchange, 201, Map.of());
        } else if (method.equals("PATCH")) {
            long offset = Long.parseLong(exchange.getRequestURI().getQuery().substring("offset=".length()));
            if (offset != upload.size()) throw new IllegalArgumentException("The offset is " + upload.size());
            if (uploadsBreak) {
                uploadsBreak = false;
                upload.write(body, 0, body.length / 2);
                Answers.problem(exchange, 503, Map.of("detail", "Half of it came"));
                return;
            }
            upload.write(body);
            Answers.answer(exchange, 200, Map.of("offset", upload.size()));
        } else {
            Answers.answer(exchange, 200, Map.of("offset", upload.size()));
        }
    }

    private record Pointer(Integer release) {}

    private static UUID siteOf(String[] at) {
        return at[1].equals("sites") ? UUID.fromString(at[2]) : new UUID(0, 0);
    }

    private void site(HttpExchange exchange, String[] at, byte[] body) throws IOException {
        SiteModel site = sites.get(siteOf(at));
        String what = String.join("/", List.of(at).subList(3, at.length));
        String method = exchange.getRequestMethod();
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key != null && answers.containsKey(key)) {
            Answers.write(exchange, 200, "application/json", answers.get(key));
            return;
        }
        synchronized (site) {
            switch (what) {
                case "" -> Answers.answer(exchange, 200, site.facts());
                case "draft" -> draft(exchange, site);
                case "draft/changes" -> changes(exchange, site, body, key);
                case "releases" -> {
                    if (method.equals("POST")) publish(exchange, site, key);
                    else Answers.answer(exchange, 200, site.summaries());
                }
                case "pointer" -> Answers.answer(exchange, 200, site.point(Json.read(body, Pointer.class).release));
                default -> Answers.problem(exchange, 404, Map.of("detail", "No such path"));
            }
        }
    }

    private static void draft(HttpExchange exchange, SiteModel site) throws IOException {
        if (("unless=" + site.revision).equals(exchange.getRequestURI().getQuery()))
            exchange.sendResponseHeaders(204, -1);
        else Answers.write(exchange, 200, "application/x-ndjson", site.draftLines());
    }

    private void changes(HttpExchange exchange, SiteModel site, byte[] body, String key) throws IOException {
        List<DraftChange> changes = new ArrayList<>();
        for (JsonNode change : Json.read(body, JsonNode.class).path("changes"))
            changes.add(Json.mapper().treeToValue(change, DraftChange.class));
        if (changes.size() > MOST_CHANGES) throw new IllegalArgumentException("Too many changes");
        if (site.refuses(changes)) {
            Answers.problem(exchange, 422, Map.of("detail", site.refusal));
            return;
        }
        List<String> missing = changes.stream()
                .filter(DraftChange.Put.class::isInstance)
                .map(change -> ((DraftChange.Put) change).hash())
                .filter(hash -> !blobs.containsKey(hash))
                .map(Hash::hex)
                .toList();
        if (!missing.isEmpty()) {
            Answers.problem(exchange, 404, Map.of("detail", "Blobs are missing", "hashes", missing));
            return;
        }
        List<String> absent = site.absent(changes);
        if (!absent.isEmpty()) {
            Answers.problem(
                    exchange, 404, Map.of("detail", "Nothing is at " + String.join(", ", absent), "paths", absent));
            return;
        }
        draftBatches.incrementAndGet();
        changes.forEach(site::apply);
        remember(exchange, key, Map.of("revision", ++site.revision));
    }

    private void publish(HttpExchange exchange, SiteModel site, String key) throws IOException {
        if (site.yamlProblem != null) Answers.problem(exchange, 422, site.yamlProblem);
        else if (!site.hasFiles()) Answers.problem(exchange, 409, Map.of("detail", "The draft holds no files"));
        else remember(exchange, key, site.publish());
    }

    private void remember(HttpExchange exchange, String key, Object value) throws IOException {
        if (key == null) throw new IllegalArgumentException("Idempotency-Key is missing");
        answers.put(key, Json.bytes(value));
        if (answersLost) Answers.problem(exchange, 503, Map.of("detail", "Lost"));
        else Answers.answer(exchange, 200, value);
    }
}
