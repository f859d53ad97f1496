package io.peerhost.marketplace.portal;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Where a sign-out ends. The sign-out itself is done before this is reached, and leads back with marks in the address. */
@Path("/sign-out")
@PermitAll
public class SignOutPage {
    @GET
    public Response out() {
        return done();
    }

    @GET
    @Path("/done")
    public Response done() {
        return Reply.to("/?done=signed-out");
    }
}
