package io.peerhost.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * What the HTTP server refuses before REST sees it is a problem like any other: too long, too large, no such path, or
 * broken in a way that REST cannot read. Past twice these limits the server itself hangs up with the bare status.
 */
@ApplicationScoped
public class HttpRefusals {
    private static final Logger LOG = Logger.getLogger(HttpRefusals.class);
    private static final Pattern TOKEN = Pattern.compile("(?i:Bearer) +[\\w-]+\\.[\\w-]+\\.[\\w-]+ *");
    private static final int FIRST = -1000;
    private static final int LAST = Integer.MAX_VALUE;

    private final ObjectMapper mapper;
    private final Methods methods;
    private final long longestBody;
    private final int longestLine;
    private final long largestHeaders;

    public HttpRefusals(
            ObjectMapper mapper,
            Methods methods,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize body,
            @ConfigProperty(name = "quarkus.http.limits.max-initial-line-length") int line,
            @ConfigProperty(name = "quarkus.http.limits.max-header-size") MemorySize headers) {
        this.mapper = mapper;
        this.methods = methods;
        this.longestBody = body.asLongValue() / 2;
        this.longestLine = line / 2;
        this.largestHeaders = headers.asLongValue() / 2;
    }

    void open(@Observes Router router) {
        router.route().order(FIRST).handler(this::limit);
        for (String door : Doors.PROGRAMS) {
            router.route(door + "/*").order(FIRST).failureHandler(this::failed);
            router.options(door + "/*").order(FIRST).handler(this::options);
            router.route(door + "/*")
                    .order(LAST)
                    .handler(request -> answer(request, Problem.missing("No such path: " + request.normalizedPath())));
        }
    }

    private void limit(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.uri().length() > longestLine)
            answer(routing, Refusal.of(414, "An address has up to " + longestLine + " bytes."));
        else if (headers(request) > largestHeaders)
            answer(routing, Refusal.of(431, "All headers together have up to " + largestHeaders + " bytes."));
        else if (announced(request) > longestBody) {
            // The body is not read, so this connection is of no more use.
            routing.response().putHeader(HttpHeaders.CONNECTION, "close");
            answer(routing, Problem.tooLarge("A body has up to " + longestBody + " bytes."));
        } else if (request.path() != null
                && (request.path().contains("%00") || request.path().indexOf('\0') >= 0))
            answer(routing, Problem.missing("No path has a NUL in it."));
        else if (Doors.isPrograms(routing.normalizedPath()) && !isToken(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            routing.response().putHeader("WWW-Authenticate", "Bearer");
            answer(
                    routing,
                    Refusal.of(401, "The bearer token in Authorization is none: it has three parts of base64url."));
        } else routing.next();
    }

    /** Whether it may be a token of ours; what has not even the form is not worth asking anybody about. */
    private static boolean isToken(String authorization) {
        return authorization == null
                || !authorization.regionMatches(true, 0, "Bearer", 0, 6)
                || TOKEN.matcher(authorization).matches();
    }

    /** Exactly what this path understands; REST alone would name what its neighbours do too. A browser's preflight is not for us. */
    private void options(RoutingContext routing) {
        List<String> understood = methods.of(routing.normalizedPath());
        if (routing.request().getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null) routing.next();
        else if (understood.isEmpty()) answer(routing, Problem.missing("No such path: " + routing.normalizedPath()));
        else
            routing.response()
                    .setStatusCode(204)
                    .putHeader("Allow", String.join(", ", understood))
                    .end();
    }

    private void failed(RoutingContext routing) {
        if (routing.response().headWritten()) {
            routing.next();
            return;
        }
        int status = routing.statusCode();
        if (status >= 400 && status < 500) {
            String asked = routing.request().method() + " " + routing.normalizedPath();
            answer(routing, Refusal.of(status, Refusal.advice(status, asked)));
        } else if (!isReadable(routing.request().getHeader(HttpHeaders.ACCEPT))) {
            answer(routing, Problem.malformed("The header Accept is no list of media types."));
        } else {
            LOG.errorf(routing.failure(), "%s %s failed", routing.request().method(), routing.normalizedPath());
            answer(routing, Refusal.of(500, "It is in the logs; try again later."));
        }
    }

    private static boolean isReadable(String accept) {
        if (accept == null) return true;
        try {
            for (String type : accept.split(",")) MediaType.valueOf(type.strip());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static long headers(HttpServerRequest request) {
        long size = 0;
        for (var header : request.headers())
            size += header.getKey().length() + header.getValue().length() + 4;
        return size;
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void answer(RoutingContext routing, Problem problem) {
        routing.response()
                .setStatusCode(problem.body().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.JSON.toString())
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(written(problem.body()));
    }

    private String written(Problem.Body body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
