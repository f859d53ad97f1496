package io.peerhost.marketplace.portal;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.security.HttpSecurity;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which paths are pages, which of them need a sign-in, and what browsers are told to forbid. */
@ApplicationScoped
public class Doors {
    private static final int EARLY = 200;
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self' %s; base-uri 'none'; frame-ancestors 'none'";

    private final String policy;

    /** @param issuer a form sent after the session is over leads there, which browsers take for the form's own action */
    public Doors(@ConfigProperty(name = "quarkus.oidc.auth-server-url") URI issuer) {
        policy = POLICY.formatted(issuer.getScheme() + "://" + issuer.getAuthority());
    }

    static boolean forPrograms(String path) {
        return under(path, "/api") || under(path, "/internal") || under(path, "/health") || under(path, "/agent");
    }

    private static boolean under(String path, String door) {
        return path.equals(door) || path.startsWith(door + "/");
    }

    /** Whoever is not signed in is sent to do so, before anything is looked up. */
    void guard(@Observes HttpSecurity security) {
        security.path(
                        "/sell",
                        "/sell/*",
                        "/order",
                        "/order/*",
                        "/sites",
                        "/sites/*",
                        "/wallet",
                        "/wallet/*",
                        "/keys",
                        "/keys/*",
                        "/sign-in",
                        "/sign-out")
                .authenticated();
    }

    void tell(@Observes Filters filters) {
        filters.register(this::tell, EARLY);
    }

    private void tell(RoutingContext request) {
        HttpServerResponse response = request.response();
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Content-Security-Policy", policy)
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
        // What is answered is one account's, or of this moment; pages and assets say it themselves.
        if (forPrograms(request.normalizedPath())) response.putHeader("Cache-Control", "no-store");
        if (request.request().isSSL()) response.putHeader("Strict-Transport-Security", "max-age=31536000");
        request.next();
    }
}
