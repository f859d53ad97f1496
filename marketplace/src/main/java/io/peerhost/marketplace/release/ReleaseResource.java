package io.peerhost.marketplace.release;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.api.Idempotency;
import io.peerhost.marketplace.order.Orders;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The releases of a site, and the way back to an earlier one. */
@Path("/api/sites/{name}")
@Authenticated
public class ReleaseResource {
    private final Accounts accounts;
    private final Orders orders;
    private final SitesClient sites;
    private final Idempotency idempotency;

    public ReleaseResource(Accounts accounts, Orders orders, SitesClient sites, Idempotency idempotency) {
        this.accounts = accounts;
        this.orders = orders;
        this.sites = sites;
        this.idempotency = idempotency;
    }

    /** @param release the one to go back to; null for the one before */
    public record Rollback(Integer release) {}

    @GET
    @Path("/releases")
    public List<ReleaseSummary> releases(String name) {
        return sites.releases(own(name));
    }

    @POST
    @Path("/rollback")
    public Response rollback(String name, @HeaderParam(Idempotency.HEADER) String key, Rollback body) {
        UUID account = accounts.current().id;
        UUID site = own(name);
        Rollback wanted = Problem.present(body);
        return idempotency.once(
                account,
                key,
                "rollback " + site,
                wanted,
                200,
                () -> sites.point(site, wanted.release(), onward(account, key)));
    }

    private UUID own(String name) {
        UUID account = accounts.current().id;
        return QuarkusTransaction.joiningExisting().call(() -> orders.own(account, name).id);
    }

    /** The same for the same request of the same account, and nobody else's. */
    private static String onward(UUID account, String key) {
        return Hash.ofContent((account + " " + key).getBytes(StandardCharsets.UTF_8))
                .hex();
    }
}
