package io.peerhost.marketplace.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A path under a door for programs that no resource has is a problem like any other. */
@ApplicationScoped
public class UnknownPath {
    private static final int LAST = Integer.MAX_VALUE;

    private final ObjectMapper mapper;

    public UnknownPath(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    void open(@Observes Router router) {
        for (String path : new String[] {"/api/*", "/internal/*", "/health/*"})
            router.route(path).order(LAST).handler(request -> {
                Problem.Body body = Problem.missing("No such path: " + request.normalizedPath())
                        .body();
                request.response()
                        .setStatusCode(body.status())
                        .putHeader("Content-Type", "application/problem+json")
                        .end(written(body));
            });
    }

    private String written(Problem.Body body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
