package io.peerhost.billing.audit;

import io.peerhost.billing.problem.Asked;
import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.node.Chain;
import io.peerhost.protocol.billing.Audit;
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
    private final Trees trees;
    private final Audit.Contracts contracts;

    AuditResource(Leaves leaves, Trees trees, Chain chain) {
        this.leaves = leaves;
        this.trees = trees;
        this.contracts = contracts(chain.settings());
    }

    /** Epochs, newest first. */
    @GET
    @Path("/epochs")
    @Transactional
    public Audit.Epochs epochs(
            @QueryParam("before") @DefaultValue(END) long before, @QueryParam("limit") @DefaultValue("20") int limit) {
        List<Audit.Epoch> found = AuditedEpoch.before(before, Asked.limit(limit, 100)).stream()
                .map(AuditedEpoch::view)
                .toList();
        return new Audit.Epochs(found, found.size() == limit ? found.getLast().epoch() : null, contracts);
    }

    /** An epoch with its leaves by name of lease. */
    @GET
    @Path("/epochs/{epoch}")
    @Transactional
    public Audit.EpochDetail epoch(
            @PathParam("epoch") long number,
            @QueryParam("after") String after,
            @QueryParam("limit") @DefaultValue("100") int limit)
            throws SQLException {
        Audit.Epoch epoch = known(number);
        Bytes32 start = after == null ? Bytes32.ZERO : Asked.lease(after);
        List<Audit.Leaf> page = leaves.page(number, start, Asked.limit(limit, 1000));
        Bytes32 next = page.size() == limit ? page.getLast().lease() : null;
        return new Audit.EpochDetail(epoch, leaves.claims(number), page, next, contracts);
    }

    /** Proof of what a lease came to in an epoch, or in the last one before that has it; without one, in the last of all. */
    @GET
    @Path("/leases/{lease}/proof")
    @Transactional
    public Audit.Proof proof(@PathParam("lease") String lease, @QueryParam("epoch") @DefaultValue(END) long epoch)
            throws SQLException {
        Bytes32 id = Asked.lease(lease);
        Leaves.Found found =
                leaves.last(id, epoch).orElseThrow(() -> Problem.missing("No epoch until then has that lease: " + id));
        Audit.Epoch in = known(found.epoch());
        Audit.Leaf leaf = found.leaf();
        return new Audit.Proof(
                found.epoch(),
                id,
                leaf.cumulative(),
                leaf.charged(),
                leaf.upSeconds(),
                leaf.egressBytes(),
                new Leaf(id, leaf.cumulative()).hash(),
                trees.of(found.epoch()).proof(id),
                in.root(),
                in.stage(),
                in.postTransaction(),
                contracts);
    }

    private static Audit.Contracts contracts(ChainSettings chain) {
        return new Audit.Contracts(chain.chainId(), chain.token(), chain.escrow(), chain.settlement());
    }

    private static Audit.Epoch known(long number) {
        return AuditedEpoch.numbered(number)
                .map(AuditedEpoch::view)
                .orElseThrow(() -> Problem.missing("There is no epoch " + number + " yet."));
    }
}
