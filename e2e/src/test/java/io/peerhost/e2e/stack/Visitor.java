package io.peerhost.e2e.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A person on the web: asks the edge for a site under the site's own host name. */
public final class Visitor {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI edge;

    public Visitor(URI edge) {
        this.edge = edge;
    }

    public HttpResponse<String> get(String site, String path) throws IOException, InterruptedException {
        return send(request(site, path).GET().build());
    }

    public HttpRequest.Builder request(String site, String path) {
        return HttpRequest.newBuilder(edge.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Host", site + ".localhost:" + edge.getPort());
    }

    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The page, once it is there with status 200 and contains {@code text}. */
    public String sees(String site, String path, String text) {
        return Until.get(Duration.ofSeconds(60), () -> {
            HttpResponse<String> answer = get(site, path);
            if (answer.statusCode() != 200 || !answer.body().contains(text))
                throw new AssertionError(site + path + " answered " + answer.statusCode() + ": " + answer.body());
            return answer.body();
        });
    }
}
