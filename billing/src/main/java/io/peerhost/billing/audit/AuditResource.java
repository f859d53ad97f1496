package io.peerhost.billing.audit;

import io.peerhost.billing.audit.Answers.Contracts;
import io.peerhost.billing.audit.Answers.EpochDetail;
import io.peerhost.billing.audit.Answers.Epochs;
import io.peerhost.billing.audit.Answers.LeafView;
import io.peerhost.billing.audit.Answers.LeaseProof;
import io.peerhost.billing.problem.Asked;
import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.node.Chain;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.rest.problem.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.List;

/** What anybody may check without an account and without believing us. */
@Path("/api/audit")
@PermitAll
public class AuditResource {
    private static final String END = "9223372036854775807";

    private final Leaves leaves;
    private final Contracts contracts;

    AuditResource(Leaves leaves, Chain chain) {
        this.leaves = leaves;
        this.contracts = Contracts.of(chain.settings());
    }

    /** Epochs, newest first. */
    @GET
    @Path("/epochs")
    @Transactional
    public Epochs epochs(
            @QueryParam("before") @DefaultValue(END) long before, @QueryParam("limit") @DefaultValue("20") int limit) {
        List<EpochView> found = AuditedEpoch.before(before, Asked.limit(limit, 100)).stream()
                .map(EpochView::of)
                .toList();
        return new Epochs(found, found.size() == limit ? found.getLast().epoch() : null, contracts);
    }

    /** An epoch with its leaves by name of lease. */
    @GET
    @Path("/epochs/{epoch}")
    @Transactional
    public EpochDetail epoch(
            @PathParam("epoch") long number,
            @QueryParam("after") String after,
            @QueryParam("limit") @DefaultValue("100") int limit)
            throws SQLException {
        EpochView epoch = known(number);
        Bytes32 start = after == null ? Bytes32.ZERO : Asked.lease(after);
        List<LeafView> page = leaves.page(number, start, Asked.limit(limit, 1000));
        Bytes32 next = page.size() == limit ? page.getLast().lease() : null;
        return new EpochDetail(epoch, leaves.claims(number), page, next, contracts);
    }

    /** Proof of what a lease came to in an epoch, or in the last one before that has it; without one, in the last of all. */
    @GET
    @Path("/leases/{lease}/proof")
    @Transactional
    public LeaseProof proof(@PathParam("lease") String lease, @QueryParam("epoch") @DefaultValue(END) long epoch)
            throws SQLException {
        Bytes32 id = Asked.lease(lease);
        Leaves.Found found =
                leaves.last(id, epoch).orElseThrow(() -> Problem.missing("No epoch until then has that lease: " + id));
        EpochView in = known(found.epoch());
        LeafView leaf = found.leaf();
        return new LeaseProof(
                found.epoch(),
                id,
                leaf.cumulative(),
                leaf.charged(),
                leaf.upSeconds(),
                leaf.egressBytes(),
                new Leaf(id, leaf.cumulative()).hash(),
                leaves.tree(found.epoch()).proof(id),
                in.root(),
                in.stage(),
                in.postTransaction(),
                contracts);
    }

    private static EpochView known(long number) {
        return AuditedEpoch.numbered(number)
                .map(EpochView::of)
                .orElseThrow(() -> Problem.missing("There is no epoch " + number + " yet."));
    }
}
