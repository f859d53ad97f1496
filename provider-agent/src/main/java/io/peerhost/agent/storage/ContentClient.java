package io.peerhost.agent.storage;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Audience;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Fetches blobs of a lease's release from the portal's sites, each request signed by this agent. */
public final class ContentClient {
    /** The most hashes asked for at once. */
    static final int MOST = 1000;

    /** Blobs longer than this are fetched one by one. */
    static final int LONGEST_IN_PACK = 4 * 1024 * 1024;

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final Supplier<URI> base;
    private final SigningKey key;
    private final Clock clock;
    private final HttpClient client;

    /** @param base the address of the sites, as the portal last said */
    public ContentClient(Supplier<URI> base, SigningKey key, Clock clock, HttpClient client) {
        this.base = base;
        this.key = key;
        this.clock = clock;
        this.client = client;
    }

    /** Takes one blob of a pack; its bytes are not yet checked. */
    interface Sink {
        void take(Hash hash, byte[] bytes) throws IOException;
    }

    /** Asks for at most 1000 blobs; those that are too long for a pack do not come. */
    void pack(Bytes32 lease, Collection<Hash> hashes, Sink sink) throws IOException, InterruptedException {
        Set<Hash> asked = new HashSet<>(hashes);
        HttpRequest request = request(lease, "/content/blobs")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(Map.of("hashes", hashes))))
                .build();
        try (InputStream body = answer(request, 200)) {
            DataInputStream pack = new DataInputStream(new java.io.BufferedInputStream(body, 64 * 1024));
            byte[] name = new byte[32];
            while (begins(pack, name)) {
                int length = pack.readInt();
                Hash hash = Hash.of(name);
                if (length < 0 || length > LONGEST_IN_PACK || !asked.remove(hash))
                    throw new IOException("The pack holds what was not asked for: " + hash + ", " + length + " bytes");
                byte[] bytes = pack.readNBytes(length);
                if (bytes.length != length) throw new EOFException("The pack ends in the middle of blob " + hash);
                sink.take(hash, bytes);
            }
        }
    }

    private static boolean begins(DataInputStream pack, byte[] name) throws IOException {
        int read = pack.readNBytes(name, 0, name.length);
        if (read != 0 && read != name.length) throw new EOFException("The pack ends in the middle of a name");
        return read != 0;
    }

    /** Fetches one blob into {@code part}, going on after what is in it; stops at {@code most} bytes. */
    void single(Bytes32 lease, Hash hash, Path part, long most) throws IOException, InterruptedException {
        long start = Files.exists(part) ? Files.size(part) : 0;
        if (start >= most && start > 0) return;
        HttpRequest.Builder request = request(lease, "/content/blobs/" + hash).GET();
        if (start > 0) request.header("Range", "bytes=" + start + "-");
        HttpResponse<InputStream> answer = send(request.build());
        boolean resumed = answer.statusCode() == 206;
        try (InputStream body = checked(answer, resumed ? 206 : 200);
                OutputStream out = Files.newOutputStream(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        resumed ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
            copy(body, out, most - (resumed ? start : 0), hash);
        }
    }

    private static void copy(InputStream body, OutputStream out, long most, Hash hash) throws IOException {
        byte[] buffer = new byte[128 * 1024];
        long left = most;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            left -= read;
            if (left < 0) throw new IOException("Blob " + hash + " is longer than its folder says");
            out.write(buffer, 0, read);
        }
    }

    private HttpRequest.Builder request(Bytes32 lease, String path) throws IOException {
        URI address = base.get();
        if (address == null) throw new IOException("The portal has not yet said where releases are fetched");
        var statement = new Message.ContentRequest(lease, key.address(), clock.instant(), Audience.of(address));
        return HttpRequest.newBuilder(URI.create(address.toString().replaceFirst("/$", "") + path))
                .timeout(ANSWER_LIMIT)
                .header(Message.ContentRequest.HEADER, statement.header(key.sign(statement.digest())));
    }

    private InputStream answer(HttpRequest request, int expected) throws IOException, InterruptedException {
        return checked(send(request), expected);
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static InputStream checked(HttpResponse<InputStream> answer, int expected) throws IOException {
        if (answer.statusCode() == expected) return new Stalling(answer.body());
        try (InputStream body = answer.body()) {
            String text = new String(body.readNBytes(500), StandardCharsets.UTF_8);
            throw new IOException("The release's content was refused: " + answer.statusCode() + " " + text);
        }
    }
}
