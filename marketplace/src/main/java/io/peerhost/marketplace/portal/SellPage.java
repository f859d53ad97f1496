package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.api.Problem;
import io.peerhost.marketplace.api.RateLimit;
import io.peerhost.marketplace.offer.OfferResource;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.marketplace.provider.Enrolments;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Selling: enrol a machine, offer it, see what it earns. */
@Path("/sell")
@Authenticated
public class SellPage {
    private final Reply reply;
    private final Accounts accounts;
    private final Enrolments enrolments;
    private final OfferResource offers;
    private final EarningsReader earnings;
    private final LiveParts live;
    private final Addresses addresses;
    private final RateLimit tokens;

    public SellPage(
            Reply reply,
            Accounts accounts,
            Enrolments enrolments,
            OfferResource offers,
            EarningsReader earnings,
            LiveParts live,
            Addresses addresses,
            Clock clock) {
        this.reply = reply;
        this.accounts = accounts;
        this.enrolments = enrolments;
        this.offers = offers;
        this.earnings = earnings;
        this.live = live;
        this.addresses = addresses;
        this.tokens = new RateLimit(30, Duration.ofMinutes(1), clock);
    }

    /** What the form of an offer sends: tokens, vCPU and GiB as people type them. */
    public static class NewOffer {
        @RestForm
        public String once;

        @RestForm
        public String agent;

        @RestForm
        public String region;

        @RestForm
        public String cpu;

        @RestForm
        public String memory;

        @RestForm
        public String disk;

        @RestForm
        public String vcpuHour;

        @RestForm
        public String memoryHour;

        @RestForm
        public String diskHour;

        @RestForm
        public String egress;

        OfferResource.NewOffer read() {
            return new OfferResource.NewOffer(
                    new Address(agent),
                    new Prices(
                            Amounts.tokens("The price of a vCPU-hour", vcpuHour),
                            Amounts.tokens("The price of memory", memoryHour),
                            Amounts.tokens("The price of disk", diskHour),
                            Amounts.tokens("The price of egress", egress)),
                    region,
                    new Resources(
                            Amounts.whole("vCPU", cpu, 1000),
                            Amounts.whole("Memory", memory, 1024),
                            Amounts.whole("Disk", disk, 1024)));
        }
    }

    @GET
    public Response show(@QueryParam("done") String done) {
        Frame.Notice notice = done == null
                ? null
                : done.equals("offered")
                        ? Frame.Notice.done("The offer stands", "Renters find it from this moment on.")
                        : Frame.Notice.done("The offer is taken down", "What runs there goes on until its leases end.");
        return page(200, notice, null);
    }

    /** Shown once: only its hash is kept. */
    @POST
    @Path("/token")
    public Response token(@Context UriInfo uri) {
        UUID account = accounts.current().id;
        tokens.take(account.toString());
        Enrolments.Token token = enrolments.token(account);
        String command = addresses.agent(addresses.portal(uri.getBaseUri()));
        return page(200, null, new SellView.Enrol(command, token.token(), token.expiresAt()));
    }

    @POST
    @Path("/offers")
    public Response offer(@BeanParam NewOffer form) {
        try {
            offers.post(form.once, form.read());
            return Reply.to("/sell?done=offered");
        } catch (Problem refused) {
            return page(refused.body().status(), Reply.said(refused), null);
        } catch (IllegalArgumentException wrong) {
            return page(400, Reply.said(Problem.malformed(wrong.getMessage() + ".")), null);
        }
    }

    @POST
    @Path("/offers/{id}/withdraw")
    public Response withdraw(UUID id) {
        offers.withdraw(id);
        return Reply.to("/sell?done=withdrawn");
    }

    @GET
    @Path("/live")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<LiveParts.Part> live() {
        UUID account = accounts.current().id;
        return live.of(() -> Pages.sell$machines(new SellView(machines(account), null, null)));
    }

    private Response page(int status, Frame.Notice notice, SellView.Enrol token) {
        UUID account = accounts.current().id;
        List<SellView.Machine> machines = QuarkusTransaction.requiringNew().call(() -> machines(account));
        SellView view = new SellView(machines, token, machines.isEmpty() ? EarningsReader.NONE : earnings.of(account));
        return Reply.page(status, Pages.sell(reply.frame("Sell", "sell", notice), view));
    }

    private static List<SellView.Machine> machines(UUID account) {
        return Agent.of(account).stream().map(SellView.Machine::of).toList();
    }
}
