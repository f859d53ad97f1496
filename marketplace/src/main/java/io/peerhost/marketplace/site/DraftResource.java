package io.peerhost.marketplace.site;

import io.peerhost.protocol.draft.DraftProgress;
import io.peerhost.rest.access.Clients;
import io.peerhost.rest.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;

/** The SSH gateway tells how far uploads are. */
@Path("/internal/drafts")
@RolesAllowed(Clients.GATEWAY)
public class DraftResource {
    private final Drafts drafts;

    public DraftResource(Drafts drafts) {
        this.drafts = drafts;
    }

    @POST
    public void tell(List<DraftProgress> body) {
        List<DraftProgress> told = Problem.present(body);
        if (told.size() > DraftProgress.MOST || told.contains(null))
            throw Problem.malformed("Tell of at most " + DraftProgress.MOST + " drafts at once.");
        drafts.keep(told);
    }
}
