package io.peerhost.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.devstack.product.PortalApi;
import io.peerhost.protocol.lease.SiteKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Orders sites as a renter does. */
public final class Sites {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Sites() {}

    /** A name no other test uses. */
    public static String name(String what) {
        return what + "-" + Long.toString(System.currentTimeMillis() % 100_000_000L, 36) + NEXT.incrementAndGet();
    }

    /** Orders {@code replicas} of a site and waits till the deploy's door knows it. */
    public static String ordered(PortalApi renter, String what, SiteKind kind, int replicas)
            throws IOException, InterruptedException {
        String name = name(what);
        order(renter, name, kind, replicas);
        return name;
    }

    public static void order(PortalApi renter, String name, SiteKind kind, int replicas)
            throws IOException, InterruptedException {
        renter.post(
                "/api/sites",
                Map.of(
                        "name",
                        name,
                        "kind",
                        kind.name(),
                        "resources",
                        Map.of("cpuMillis", kind.needsPods() ? 200 : 50, "memoryMib", 64, "diskMib", 64),
                        "replicas",
                        replicas,
                        "maxHourly",
                        "10000000",
                        "maxEgressGib",
                        "100000",
                        "deposit",
                        "20000000",
                        "regions",
                        List.of()));
    }

    /** The site as the portal tells it, once every replica is in {@code stage}. */
    public static JsonNode inStage(PortalApi renter, String site, String stage) {
        return Until.get(Duration.ofSeconds(90), () -> {
            JsonNode told = renter.get("/api/sites/" + site);
            JsonNode leases = told.path("leases");
            if (leases.isEmpty()) throw new AssertionError("no leases: " + told);
            for (JsonNode lease : leases)
                if (!lease.path("stage").asText().equals(stage)) throw new AssertionError("not " + stage + ": " + told);
            return told;
        });
    }

    /** A folder with {@code files} pages, each telling {@code text}. */
    public static Path folder(Path parent, String name, String text, int files) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        Files.writeString(folder.resolve("index.html"), "<!doctype html><title>t</title><p>" + text + "</p>\n");
        Path deep = Files.createDirectories(folder.resolve("pages/deep"));
        for (int i = 1; i < files; i++)
            Files.writeString(deep.resolve("page-" + i + ".html"), text + " page " + i + "\n");
        return folder;
    }
}
