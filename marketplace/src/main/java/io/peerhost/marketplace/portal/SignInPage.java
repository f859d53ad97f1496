package io.peerhost.marketplace.portal;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Where a sign-in begins; {@link Doors} sends whoever is not signed in to do so. */
@Path("/sign-in")
@Authenticated
public class SignInPage {
    @GET
    public Response in() {
        return Reply.to("/sites");
    }
}
