package io.peerhost.rest.problem;

import jakarta.ws.rs.core.Response;

/** How a problem looks to a person with a browser; the portal's pages give one. */
@FunctionalInterface
public interface ErrorPage {
    Response render(Problem.Body problem);
}
