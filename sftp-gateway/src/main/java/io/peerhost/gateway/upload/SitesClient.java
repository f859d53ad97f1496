package io.peerhost.gateway.upload;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.gateway.upload.ServiceClient.Call;
import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.DraftEntry;
import io.peerhost.protocol.draft.Published;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What the gateway asks of sites: blobs, drafts, releases. Calls throw {@link Refused} or a passing IOException. */
public final class SitesClient {
    private final ServiceClient service;

    public SitesClient(ServiceClient service) {
        this.service = service;
    }

    /**
     * @param publishAfterIdleSeconds an open session's changes are published after so long without an open file; 0: never
     * @param quotaBytes the most a draft may hold
     * @param draftBytes what it holds
     * @param current number of the release visitors get; null when none
     * @param url where visitors see it
     */
    public record SiteFacts(
            UUID id,
            String name,
            SiteKind kind,
            int publishAfterIdleSeconds,
            long quotaBytes,
            long draftBytes,
            Integer current,
            String url) {}

    public SiteFacts site(UUID site) throws IOException {
        return Json.read(service.send(Call.get("/internal/sites/" + site)), SiteFacts.class);
    }

    /**
     * @param known a revision that need not be told again
     * @return the draft's revision, every entry went to {@code each}; empty when it is {@code known}
     */
    public Optional<Long> draft(UUID site, long known, Consumer<DraftEntry> each) throws IOException {
        try (InputStream body = service.stream("/internal/sites/" + site + "/draft?unless=" + known, 0);
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String head = lines.readLine();
            if (head == null) return Optional.empty();
            long revision = Json.read(head, JsonNode.class).path("revision").asLong();
            for (String line = lines.readLine(); line != null; line = lines.readLine())
                if (!line.isBlank()) each.accept(Json.read(line, DraftEntry.class));
            return Optional.of(revision);
        }
    }

    /** @return the draft's new revision */
    public long change(UUID site, List<DraftChange> changes, UUID key) throws IOException {
        byte[] answer =
                service.send(Call.post("/internal/sites/" + site + "/draft/changes", Json.bytes(new Changes(changes)))
                        .withKey(key.toString()));
        return Json.read(answer, JsonNode.class).path("revision").asLong();
    }

    private record Changes(List<DraftChange> changes) {}

    public List<Hash> missing(Collection<Hash> hashes) throws IOException {
        byte[] answer = service.send(Call.post("/internal/blobs/missing", Json.bytes(Map.of("hashes", hashes))));
        return Json.mapper()
                .convertValue(Json.read(answer, JsonNode.class).path("missing"), new TypeReference<List<Hash>>() {});
    }

    public void pack(byte[] pack, int length) throws IOException {
        service.send(new Call(
                "POST",
                "/internal/packs",
                BodyPublishers.ofByteArray(pack, 0, length),
                "application/vnd.peerhost.pack",
                Optional.empty(),
                Duration.ofMinutes(2)));
    }

    public String startUpload(long size) throws IOException {
        byte[] answer = service.send(Call.post("/internal/uploads", Json.bytes(Map.of("size", size))));
        return Json.read(answer, JsonNode.class).path("upload").asText();
    }

    public long uploaded(String upload) throws IOException {
        return offset(service.send(Call.get("/internal/uploads/" + upload)));
    }

    public long upload(String upload, long offset, byte[] bytes, int length) throws IOException {
        return offset(service.send(new Call(
                "PATCH",
                "/internal/uploads/" + upload + "?offset=" + offset,
                BodyPublishers.ofByteArray(bytes, 0, length),
                "application/octet-stream",
                Optional.empty(),
                Duration.ofMinutes(2))));
    }

    public void finishUpload(String upload, Hash hash) throws IOException {
        Call call = Call.post("/internal/uploads/" + upload + "/blob", Json.bytes(Map.of("hash", hash)));
        service.send(new Call(call.method(), call.path(), call.body(), call.type(), call.key(), Duration.ofMinutes(5)));
    }

    /** Small blobs, several in one answer: those of {@code hashes} that sites has. */
    public Map<Hash, byte[]> blobs(Collection<Hash> hashes) throws IOException {
        byte[] answer = service.send(Call.post("/internal/blobs/pack", Json.bytes(Map.of("hashes", hashes))));
        Map<Hash, byte[]> blobs = new HashMap<>();
        for (ByteBuffer pack = ByteBuffer.wrap(answer); pack.hasRemaining(); ) {
            byte[] hash = new byte[32];
            pack.get(hash);
            byte[] blob = new byte[Math.min(pack.getInt(), pack.remaining())];
            pack.get(blob);
            blobs.put(Hash.of(hash), blob);
        }
        return blobs;
    }

    /** The blob's bytes from {@code from} on. */
    public InputStream blob(Hash hash, long from) throws IOException {
        return service.stream("/internal/blobs/" + hash, from);
    }

    public Published publish(UUID site, UUID key) throws IOException {
        Call call =
                Call.post("/internal/sites/" + site + "/releases", new byte[0]).withKey(key.toString());
        return Json.read(
                service.send(new Call(
                        call.method(), call.path(), call.body(), call.type(), call.key(), Duration.ofMinutes(2))),
                Published.class);
    }

    public List<ReleaseSummary> releases(UUID site) throws IOException {
        return Json.read(
                new String(service.send(Call.get("/internal/sites/" + site + "/releases")), StandardCharsets.UTF_8),
                new TypeReference<>() {});
    }

    /** @param release the number to point to; empty: the one before the current */
    public ReleaseSummary point(UUID site, Optional<Integer> release) throws IOException {
        JsonNode body = Json.mapper().createObjectNode().put("release", release.orElse(null));
        return Json.read(
                service.send(Call.post("/internal/sites/" + site + "/pointer", Json.bytes(body))
                        .withKey(UUID.randomUUID().toString())),
                ReleaseSummary.class);
    }

    private static long offset(byte[] answer) {
        return Json.read(answer, JsonNode.class).path("offset").asLong();
    }
}
