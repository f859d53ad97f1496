package io.peerhost.marketplace.portal;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Where a sign-in begins and ends; {@link Doors} sends whoever is not signed in to do so. */
@Path("/")
@Authenticated
public class SignInPage {
    @GET
    @Path("sign-in")
    public Response in() {
        return Reply.to("/sites");
    }

    /** The sign-out itself is done before this is reached. */
    @GET
    @Path("sign-out")
    public Response out() {
        return Reply.to("/");
    }
}
