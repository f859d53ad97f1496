package io.peerhost.marketplace.portal;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import jakarta.enterprise.context.RequestScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** The secret that a browser keeps in a cookie and every form repeats: no other site can know it. */
@RequestScoped
public class FormToken {
    static final String FIELD = "form-token";
    static final String COOKIE = "peerhost-form";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final CurrentVertxRequest request;
    private final SecureRandom random;
    private String fresh;

    public FormToken(CurrentVertxRequest request, SecureRandom random) {
        this.request = request;
        this.random = random;
    }

    /** The browser's; a new one is given to it with this answer. */
    String value() {
        String kept = kept();
        if (kept != null) return kept;
        if (fresh == null) give();
        return fresh;
    }

    boolean isRightly(String sent) {
        String kept = kept();
        return sent != null
                && kept != null
                && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), kept.getBytes(StandardCharsets.UTF_8));
    }

    private String kept() {
        Cookie cookie = request.getCurrent().request().getCookie(COOKIE);
        return cookie != null && FORM.matcher(cookie.getValue()).matches() ? cookie.getValue() : null;
    }

    private void give() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Cookie cookie = Cookie.cookie(COOKIE, fresh)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(request.getCurrent().request().isSSL())
                .setSameSite(CookieSameSite.LAX);
        request.getCurrent().response().addCookie(cookie);
    }
}
