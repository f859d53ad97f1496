package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.Account;
import io.peerhost.marketplace.account.Accounts;
import io.peerhost.rest.problem.Problem;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;

/** How a page answers: drawn within its {@link Frame}, or by sending the browser on. */
@RequestScoped
public class Reply {
    private static final String AGAIN = "again";

    private final SecurityIdentity identity;
    private final Accounts accounts;
    private final FormToken token;
    private final CurrentVertxRequest request;

    public Reply(SecurityIdentity identity, Accounts accounts, FormToken token, CurrentVertxRequest request) {
        this.identity = identity;
        this.accounts = accounts;
        this.token = token;
        this.request = request;
    }

    Frame frame(String title, String section, Frame.Notice notice) {
        Account account = reader();
        return new Frame(
                title,
                section,
                account == null ? null : account.userName,
                token.value(),
                UUID.randomUUID().toString(),
                notice == null && AGAIN.equals(request.getCurrent().request().getParam("done"))
                        ? new Frame.Notice(
                                "bad", "You had been signed out", "Nothing was done. Please send the form again.", null)
                        : notice);
    }

    /**
     * To the page of a form. One sent after the session is over goes through the sign-in, and comes back without its fields
     * as a plain request for where it was sent to.
     */
    static Response again(String path) {
        return to(path + "?done=" + AGAIN);
    }

    /** Who reads; null for a stranger. */
    private Account reader() {
        try {
            return identity.isAnonymous() ? null : accounts.current();
        } catch (AuthenticationFailedException | Problem stranger) {
            return null;
        }
    }

    static Response page(TemplateInstance page) {
        return page(200, page);
    }

    static Response page(int status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header("Cache-Control", "no-store")
                .entity(page.render())
                .build();
    }

    /** To a page of our own. */
    static Response to(String path) {
        return Response.seeOther(URI.create(path)).build();
    }

    static Frame.Notice said(Problem problem) {
        return Wording.notice(problem.body());
    }
}
