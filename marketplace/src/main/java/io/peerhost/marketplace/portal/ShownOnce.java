package io.peerhost.marketplace.portal;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** A token on its way from the form that made it to the page that shows it: in a cookie, which the page takes away again. */
@RequestScoped
public class ShownOnce {
    static final String COOKIE = "peerhost-enrolment";
    private static final int SECONDS = 60;

    private final CurrentVertxRequest request;

    public ShownOnce(CurrentVertxRequest request) {
        this.request = request;
    }

    void give(String token) {
        set(token, SECONDS);
    }

    Optional<String> take() {
        Cookie cookie = request.getCurrent().request().getCookie(COOKIE);
        if (cookie == null || cookie.getValue().isEmpty()) return Optional.empty();
        set("", 0);
        return Optional.of(cookie.getValue());
    }

    private void set(String value, int seconds) {
        request.getCurrent()
                .response()
                .addCookie(Cookie.cookie(COOKIE, value)
                        .setPath("/sell")
                        .setMaxAge(seconds)
                        .setHttpOnly(true)
                        .setSecure(request.getCurrent().request().isSSL())
                        .setSameSite(CookieSameSite.LAX));
    }
}
