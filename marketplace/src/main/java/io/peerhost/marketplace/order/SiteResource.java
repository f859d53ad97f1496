package io.peerhost.marketplace.order;

import io.peerhost.marketplace.account.Account;
import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.api.Idempotency;
import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.lease.ReplicaLogs;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.rest.problem.Problem;
import io.quarkus.security.Authenticated;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Sites: order, look, end. */
@Path("/api/sites")
@Authenticated
public class SiteResource {
    private final Accounts accounts;
    private final Orders orders;
    private final Funds funds;
    private final ReplicaLogs logs;
    private final Idempotency idempotency;

    public SiteResource(Accounts accounts, Orders orders, Funds funds, ReplicaLogs logs, Idempotency idempotency) {
        this.accounts = accounts;
        this.orders = orders;
        this.funds = funds;
        this.logs = logs;
        this.idempotency = idempotency;
    }

    /** The last lines of a replica's output, as far as its agent sent them to this instance. */
    public record LogView(Bytes32 lease, List<String> lines) {}

    @GET
    @Transactional
    public List<SiteView> list() {
        return RentedSite.of(accounts.current().id).stream().map(SiteView::of).toList();
    }

    @POST
    public Response order(@HeaderParam(Idempotency.HEADER) String key, Order body) {
        Account account = accounts.current();
        Order order = Problem.present(body);
        Funds.Held held = funds.ask(account.id);
        return idempotency.once(
                account.id, key, "sites", order, 201, () -> SiteView.of(orders.place(account, order, held)));
    }

    @GET
    @Path("/{name}")
    @Transactional
    public SiteView one(String name) {
        return SiteView.of(orders.own(accounts.current().id, name));
    }

    @GET
    @Path("/{name}/logs")
    @Transactional
    public List<LogView> logs(String name) {
        RentedSite site = orders.own(accounts.current().id, name);
        return Lease.ofSite(site.id).stream()
                .filter(lease -> !lease.state().stage().ended())
                .map(lease -> new LogView(lease.key(), logs.of(lease.key())))
                .toList();
    }

    @DELETE
    @Path("/{name}")
    public void delete(String name) {
        orders.delete(accounts.current().id, name);
    }
}
