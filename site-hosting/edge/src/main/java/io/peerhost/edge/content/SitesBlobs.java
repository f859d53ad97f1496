package io.peerhost.edge.content;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** The sites service: has every blob of every release, asked when no replica answers. */
public final class SitesBlobs implements BlobSource {
    public static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FETCHES_AT_ONCE = 64;

    private final HttpClient http;
    private final URI sites;
    private final ServiceToken token;
    private final Duration patience;
    private final Semaphore room = new Semaphore(FETCHES_AT_ONCE);

    /** @param patience for the first byte; then for a byte rate */
    public SitesBlobs(HttpClient http, URI sites, ServiceToken token, Duration patience) {
        this.http = http;
        this.sites = sites;
        this.token = token;
        this.patience = patience;
    }

    @Override
    public Semaphore room() {
        return room;
    }

    @Override
    public InputStream open(Hash hash, long size) throws IOException {
        HttpResponse<InputStream> response = ask(hash);
        if (response.statusCode() == 401) {
            response.body().close();
            token.forget();
            response = ask(hash);
        }
        if (response.statusCode() == 200) return new InTime(response.body(), BlobSource.patience(patience, size));
        response.body().close();
        throw new IOException("It answered " + response.statusCode());
    }

    private HttpResponse<InputStream> ask(Hash hash) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sites + "/internal/blobs/" + hash))
                .timeout(patience)
                .header("Authorization", "Bearer " + token.get())
                .build();
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    @Override
    public String toString() {
        return "the sites service";
    }
}
