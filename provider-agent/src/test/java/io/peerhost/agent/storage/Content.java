package io.peerhost.agent.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The portal's side of content for tests: releases made from maps, served as the sites service does. */
public final class Content implements AutoCloseable {
    public final SigningKey agent = SigningKey.generate(new SecureRandom());
    public final Map<Hash, byte[]> blobs = new ConcurrentHashMap<>();
    /** Each request, in a word and its subject. */
    public final List<String> asked = new CopyOnWriteArrayList<>();
    /** Blobs whose single answer breaks off after so many bytes, once. */
    public final Map<Hash, Integer> breaks = new ConcurrentHashMap<>();

    /** Of the files of releases added from now on. */
    public volatile long modified = 1_700_000_000;

    /** Whether it takes any agent's requests. */
    public volatile boolean any;

    private final HttpServer server;

    public Content() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/content/blobs", this::answer);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public ContentClient client() {
        URI base = address();
        return new ContentClient(() -> base, agent, Clock.systemUTC(), HttpClient.newHttpClient());
    }

    /** Adds a release; names with "/" make folders. Returns its root. */
    public Hash release(Map<String, byte[]> files) {
        Map<String, Map<String, byte[]>> folders = new TreeMap<>();
        List<Folder.Entry> entries = new ArrayList<>();
        files.forEach((path, bytes) -> {
            int slash = path.indexOf('/');
            if (slash < 0) entries.add(file(path, bytes));
            else
                folders.computeIfAbsent(path.substring(0, slash), name -> new TreeMap<>())
                        .put(path.substring(slash + 1), bytes);
        });
        folders.forEach((name, below) -> {
            Hash hash = release(below);
            long size = below.values().stream().mapToLong(bytes -> bytes.length).sum();
            entries.add(new Folder.Entry(name, Folder.Type.FOLDER, hash, size, 0));
        });
        return add(new Folder(entries).encode());
    }

    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Folder.Entry file(String name, byte[] bytes) {
        return new Folder.Entry(name, Folder.Type.FILE, add(bytes), bytes.length, modified);
    }

    public Hash add(byte[] bytes) {
        Hash hash = Hash.ofContent(bytes);
        blobs.put(hash, bytes);
        return hash;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String header = exchange.getRequestHeaders().getFirst(Message.ContentRequest.HEADER);
            if (header == null || !any && !header.contains("agent=" + agent.address())) {
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            if (exchange.getRequestMethod().equals("POST")) pack(exchange);
            else single(exchange);
        }
    }

    private void pack(HttpExchange exchange) throws IOException {
        JsonNode hashes = Json.read(exchange.getRequestBody().readAllBytes(), JsonNode.class)
                .get("hashes");
        asked.add("pack " + hashes.size());
        exchange.sendResponseHeaders(200, 0);
        DataOutputStream out = new DataOutputStream(exchange.getResponseBody());
        for (JsonNode each : hashes) {
            Hash hash = Hash.of(each.asText());
            byte[] bytes = blobs.get(hash);
            if (bytes == null || bytes.length > ContentClient.LONGEST_IN_PACK) continue;
            out.write(hash.bytes());
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        out.flush();
    }

    private void single(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Hash hash = Hash.of(path.substring(path.lastIndexOf('/') + 1));
        byte[] bytes = blobs.get(hash);
        String range = exchange.getRequestHeaders().getFirst("Range");
        asked.add("single " + (range == null ? "whole" : range));
        if (bytes == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        int start = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - start);
        Integer until = breaks.remove(hash);
        exchange.getResponseBody().write(Arrays.copyOfRange(bytes, start, until == null ? bytes.length : until));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
