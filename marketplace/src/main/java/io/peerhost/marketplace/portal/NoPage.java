package io.peerhost.marketplace.portal;

import io.peerhost.rest.problem.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Every address without a page, so that the answer is drawn for who reads it, as that of any other page. */
@Path("/{page: (?!(?:api|internal|content|health|agent|assets|q)(?:/|$)).+}")
@PermitAll
public class NoPage {
    @GET
    public Response nothing(String page) {
        throw Problem.missing("There is no page /" + page + " here. It may have been moved, or its address mistyped.");
    }
}
