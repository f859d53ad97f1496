package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.account.SshKeyResource;
import io.peerhost.marketplace.lease.ReplicaLogs;
import io.peerhost.marketplace.order.Orders;
import io.peerhost.marketplace.order.SiteResource;
import io.peerhost.marketplace.order.SiteView;
import io.peerhost.marketplace.release.ReleaseResource;
import io.peerhost.marketplace.site.Drafts;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.rest.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** An account's sites: the list, and each as it is at the moment. */
@Path("/sites")
@Authenticated
public class SitesPage {
    private final Reply reply;
    private final Accounts accounts;
    private final SiteResource sites;
    private final Orders orders;
    private final ReleaseResource releases;
    private final UsageReader usage;
    private final ReplicaLogs logs;
    private final Drafts drafts;
    private final LiveParts live;
    private final Addresses addresses;
    private final SshKeyResource keys;
    private final EscrowDelay escrow;

    public SitesPage(
            Reply reply,
            Accounts accounts,
            SiteResource sites,
            Orders orders,
            ReleaseResource releases,
            UsageReader usage,
            ReplicaLogs logs,
            Drafts drafts,
            LiveParts live,
            Addresses addresses,
            SshKeyResource keys,
            EscrowDelay escrow) {
        this.reply = reply;
        this.accounts = accounts;
        this.sites = sites;
        this.orders = orders;
        this.releases = releases;
        this.usage = usage;
        this.logs = logs;
        this.drafts = drafts;
        this.live = live;
        this.addresses = addresses;
        this.keys = keys;
        this.escrow = escrow;
    }

    @GET
    public Response list(@QueryParam("deleted") String deleted) {
        Frame.Notice notice = deleted == null
                ? null
                : Frame.Notice.done("The site is deleted", "What is left of its deposits " + escrow.returns() + ".");
        List<SiteRow> rows =
                sites.list().stream().map(site -> SiteRow.of(site, addresses)).toList();
        return Reply.page(Pages.sites(reply.frame("Sites", "sites", notice), new SitesView(rows)));
    }

    @GET
    @Path("/{name}")
    public Response one(String name, @QueryParam("done") String done) {
        Frame.Notice notice =
                switch (done == null ? "" : done) {
                    case "ordered" ->
                        Frame.Notice.done(
                                "The site is ordered", "Its deposit goes into escrow, and its name answers at once.");
                    case "rolled-back" ->
                        Frame.Notice.done("Visitors get the earlier release", "Agents go over to it at once.");
                    default -> null;
                };
        return page(200, name, notice);
    }

    @GET
    @Path("/{name}/live")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<LiveParts.Part> live(String name) {
        UUID account = accounts.current().id;
        return live.of(account, () -> Pages.site$state(now(SiteView.of(orders.own(account, name)))));
    }

    @POST
    @Path("/{name}/rollback")
    public Response rollback(String name, @FormParam("once") String once, @FormParam("release") Integer release) {
        try {
            releases.rollback(name, once, new ReleaseResource.Rollback(release));
            return Reply.to("/sites/" + name + "?done=rolled-back");
        } catch (Problem refused) {
            return page(refused.body().status(), name, Reply.said(refused));
        }
    }

    /** @param typed the site's name, so that no slip deletes one */
    @POST
    @Path("/{name}/delete")
    public Response delete(String name, @FormParam("name") String typed) {
        if (!name.equals(typed == null ? null : typed.strip()))
            return page(
                    400,
                    name,
                    new Frame.Notice(
                            "bad",
                            "The site was not deleted",
                            "Type its name, " + name + ", to delete it for good.",
                            "typed"));
        sites.delete(name);
        return Reply.to("/sites?deleted=" + name);
    }

    @GET
    @Path("/{name}/{form: rollback|delete}")
    public Response again(String name) {
        return Reply.again("/sites/" + name);
    }

    private Response page(int status, String name, Frame.Notice notice) {
        SiteView site = sites.one(name);
        Frame frame = reply.frame(name, "sites", notice);
        SiteLive now = QuarkusTransaction.requiringNew().call(() -> now(site));
        return Reply.page(status, Pages.site(frame, now, more(site, frame.user())));
    }

    private SiteLive now(SiteView site) {
        return SiteLive.of(site, addresses, logs, drafts);
    }

    private SiteMore more(SiteView site, String user) {
        List<SiteView.LeaseView> running = SiteRow.running(site);
        List<SiteMore.Ended> ended = site.leases().stream()
                .filter(lease -> !running.contains(lease) && !lease.vacant())
                .map(lease -> new SiteMore.Ended(
                        lease.replica() + 1,
                        lease.lease().hex(),
                        Shown.lower(lease.stage()),
                        lease.advice() == null ? lease.reason() : lease.reason() + ". " + lease.advice(),
                        lease.owed()))
                .toList();
        return new SiteMore(
                !keys.list().isEmpty(),
                addresses.upload(user, site.name()),
                addresses.fingerprint(),
                addresses.sftp(user),
                addresses.ssh(user, "deploy " + site.name()),
                addresses.ssh(user, "rollback " + site.name()),
                releasesOf(site.name()),
                usage.of(ids(running), ids(site.leases())),
                ended,
                escrow.returns());
    }

    private List<ReleaseSummary> releasesOf(String name) {
        try {
            return releases.releases(name).stream().limit(20).toList();
        } catch (Problem away) {
            return away.body().status() == 404 ? List.of() : null;
        }
    }

    private static List<Bytes32> ids(List<SiteView.LeaseView> leases) {
        return leases.stream().map(SiteView.LeaseView::lease).toList();
    }
}
