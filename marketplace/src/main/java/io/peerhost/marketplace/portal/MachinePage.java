package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.offer.OfferResource;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.rest.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** One machine of a seller: how it does, and the offer of it. */
@Path("/sell/machines/{address}")
@Authenticated
public class MachinePage {
    private final Reply reply;
    private final Accounts accounts;
    private final OfferResource offers;
    private final LiveParts live;

    public MachinePage(Reply reply, Accounts accounts, OfferResource offers, LiveParts live) {
        this.reply = reply;
        this.accounts = accounts;
        this.offers = offers;
        this.live = live;
    }

    @GET
    public Response show(String address, @QueryParam("done") String done) {
        Frame.Notice notice =
                switch (done == null ? "" : done) {
                    case "offered" ->
                        Frame.Notice.done(
                                "The offer stands",
                                "It is on the market, and sites are placed on it once it is proven.");
                    case "withdrawn" ->
                        Frame.Notice.done("The offer is taken down", "What runs there goes on until its leases end.");
                    default -> null;
                };
        return page(200, address, notice, null);
    }

    @GET
    @Path("/live")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<LiveParts.Part> live(String address) {
        UUID account = accounts.current().id;
        return live.of(() -> Pages.machine$state(own(account, address)));
    }

    @POST
    @Path("/offer")
    public Response offer(String address, @BeanParam OfferForm form) {
        try {
            UUID account = accounts.current().id;
            QuarkusTransaction.requiringNew().call(() -> own(account, address));
            offers.post(form.once, form.read(address));
            return Reply.to("/sell/machines/" + address + "?done=offered");
        } catch (Problem refused) {
            return page(refused.body().status(), address, Reply.said(refused), form);
        }
    }

    @POST
    @Path("/withdraw")
    public Response withdraw(String address, @FormParam("offer") UUID offer) {
        offers.withdraw(offer);
        return Reply.to("/sell/machines/" + address + "?done=withdrawn");
    }

    @GET
    @Path("/{form: offer|withdraw}")
    public Response again(String address) {
        return Reply.again("/sell/machines/" + address);
    }

    /** @param form as it was sent; null for a new one */
    private Response page(int status, String address, Frame.Notice notice, OfferForm form) {
        UUID account = accounts.current().id;
        return QuarkusTransaction.requiringNew().call(() -> {
            SellView.Machine machine = own(account, address);
            OfferForm filled = form != null || !machine.offerable() ? form : OfferForm.of(machine);
            return Reply.page(status, Pages.machine(reply.frame(machine.name(), "sell", notice), machine, filled));
        });
    }

    private static SellView.Machine own(UUID account, String address) {
        return Agent.of(account).stream()
                .filter(agent -> agent.address.equals(address))
                .findFirst()
                .map(SellView.Machine::of)
                .orElseThrow(() -> Problem.missing("You have no machine of that address."));
    }
}
