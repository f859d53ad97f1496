package io.peerhost.gateway.upload;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Calls one service's REST with this process's token. Every call has an end; none is repeated here. */
public final class ServiceClient {
    private static final int LARGEST_PROBLEM = 64 * 1024;

    private final HttpClient http;
    private final ServiceToken token;
    private final URI base;

    public ServiceClient(HttpClient http, ServiceToken token, URI base) {
        this.http = http;
        this.token = token;
        this.base = base;
    }

    /** @param key idempotency key, if the call has one */
    public record Call(
            String method, String path, BodyPublisher body, String type, Optional<String> key, Duration patience) {
        public static Call get(String path) {
            return new Call("GET", path, BodyPublishers.noBody(), null, Optional.empty(), Duration.ofSeconds(30));
        }

        public static Call post(String path, byte[] json) {
            return new Call(
                    "POST",
                    path,
                    BodyPublishers.ofByteArray(json),
                    "application/json",
                    Optional.empty(),
                    Duration.ofSeconds(60));
        }

        public Call withKey(String value) {
            return new Call(method, path, body, type, Optional.of(value), patience);
        }
    }

    /**
     * @return the body of a 2xx answer
     * @throws Refused for 4xx answers of the service itself that repeating will not change
     * @throws IOException when the service cannot be reached or cannot answer now
     */
    public byte[] send(Call call) throws IOException {
        return exchange(call, BodyHandlers.ofByteArray()).body();
    }

    /** As {@link #send}, from byte {@code from} of the body on, while it arrives. The caller closes the stream. */
    public InputStream stream(String path, long from) throws IOException {
        HttpRequest.Builder request = request(Call.get(path));
        if (from > 0) request.header("Range", "bytes=" + from + "-");
        HttpResponse<InputStream> response = run(request, BodyHandlers.ofInputStream());
        if (response.statusCode() / 100 == 2) {
            if (from > 0 && response.statusCode() != 206) response.body().skipNBytes(from);
            return response.body();
        }
        try (InputStream problem = response.body()) {
            throw failure(response.statusCode(), problem.readNBytes(LARGEST_PROBLEM));
        }
    }

    private HttpResponse<byte[]> exchange(Call call, HttpResponse.BodyHandler<byte[]> handler) throws IOException {
        HttpResponse<byte[]> response = run(request(call), handler);
        if (response.statusCode() / 100 != 2) throw failure(response.statusCode(), response.body());
        return response;
    }

    private HttpRequest.Builder request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + call.path()))
                .timeout(call.patience())
                .method(call.method(), call.body());
        if (call.type() != null) request.header("Content-Type", call.type());
        call.key().ifPresent(key -> request.header("Idempotency-Key", key));
        return request;
    }

    private <T> HttpResponse<T> run(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        String bearer = token.get();
        try {
            HttpResponse<T> response = http.send(
                    request.setHeader("Authorization", "Bearer " + bearer).build(), handler);
            if (response.statusCode() == 401) token.forget(bearer);
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + base, e);
        }
    }

    private IOException failure(int status, byte[] body) {
        boolean later =
                status >= 500 && status != 507 || status == 401 || status == 408 || status == 425 || status == 429;
        Refused refused = Refused.of(status, body);
        // Whether this process may ask at all is the operator's to mend, and no fault of what was sent.
        later |= !refused.isOurs() || refused.is("forbidden");
        return later
                ? new IOException("A part of Peerhost answers " + status + " now, try again in a few minutes: "
                        + refused.getMessage())
                : refused;
    }
}
