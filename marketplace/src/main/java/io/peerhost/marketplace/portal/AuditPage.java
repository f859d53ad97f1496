package io.peerhost.marketplace.portal;

import io.peerhost.protocol.billing.Audit;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.rest.problem.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** What anybody may check: epochs, their roots and transactions, and the proof of each lease. */
@Path("/audit")
@PermitAll
public class AuditPage {
    private final Reply reply;
    private final BillingClient billing;

    public AuditPage(Reply reply, BillingClient billing) {
        this.reply = reply;
        this.billing = billing;
    }

    @GET
    public Response epochs(@QueryParam("before") Long before) {
        try {
            return page(200, null, billing.epochs(before), before);
        } catch (Problem away) {
            return page(away.body().status(), Reply.said(away), new Audit.Epochs(List.of(), null, null), before);
        }
    }

    @GET
    @Path("/epochs/{epoch}")
    public Response epoch(long epoch, @QueryParam("after") String after) {
        Audit.EpochDetail detail = billing.epoch(epoch, after == null ? null : bytes32(after));
        return Reply.page(Pages.epoch(reply.frame("Epoch " + epoch, "audit", null), detail));
    }

    /** The form's way to a lease. */
    @GET
    @Path("/leases")
    public Response find(@QueryParam("lease") String lease) {
        return Reply.to("/audit/leases/" + bytes32(lease == null ? "" : lease.strip()));
    }

    @GET
    @Path("/leases/{lease}")
    public Response lease(String lease, @QueryParam("epoch") Long epoch) {
        Audit.Proof proof = billing.proof(bytes32(lease), epoch);
        return Reply.page(Pages.proof(reply.frame("Proof of a lease", "audit", null), proof));
    }

    private Response page(int status, Frame.Notice notice, Audit.Epochs epochs, Long before) {
        return Reply.page(status, Pages.audit(reply.frame("Audit", "audit", notice), epochs, before == null));
    }

    private static Bytes32 bytes32(String text) {
        try {
            return new Bytes32(text);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("A lease's name is 0x and 64 hex digits, as its site's page shows it.");
        }
    }
}
