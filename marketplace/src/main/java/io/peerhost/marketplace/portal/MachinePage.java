package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.machine.MachineResource;
import io.peerhost.marketplace.offer.Offer;
import io.peerhost.marketplace.offer.OfferResource;
import io.peerhost.marketplace.offer.OfferTerms;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.protocol.identity.Address;
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
    private static final String UNKNOWN = "You have no machine of that address.";

    private final Reply reply;
    private final Accounts accounts;
    private final OfferResource offers;
    private final MachineResource machines;
    private final LiveParts live;

    public MachinePage(Reply reply, Accounts accounts, OfferResource offers, MachineResource machines, LiveParts live) {
        this.reply = reply;
        this.accounts = accounts;
        this.offers = offers;
        this.machines = machines;
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
                    case "changed" ->
                        Frame.Notice.done(
                                "The offer is changed",
                                "What is placed from now on pays this; leases that run keep their prices.");
                    case "renamed" -> Frame.Notice.done("The machine is renamed", "Only you see its name.");
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
        return live.of(account, () -> Pages.machine$state(own(account, address)));
    }

    @POST
    @Path("/offer")
    public Response offer(String address, @BeanParam OfferForm form) {
        return did("offered", address, form, () -> {
            UUID account = accounts.current().id;
            QuarkusTransaction.requiringNew().call(() -> own(account, address));
            OfferTerms terms = form.read();
            offers.post(
                    form.once,
                    new OfferResource.NewOffer(new Address(address), terms.prices(), terms.region(), terms.limits()));
        });
    }

    @POST
    @Path("/change")
    public Response change(String address, @FormParam("offer") UUID offer, @BeanParam OfferForm form) {
        return did("changed", address, form, () -> offers.change(offer, form.read()));
    }

    @POST
    @Path("/name")
    public Response rename(String address, @FormParam("name") String name) {
        return did(
                "renamed", address, null, () -> machines.rename(key(address), new MachineResource.MachineName(name)));
    }

    /** The machine's page with what was done, or with why not and the form as it was sent. */
    private Response did(String done, String address, OfferForm form, Runnable deed) {
        try {
            deed.run();
            return Reply.to("/sell/machines/" + address + "?done=" + done);
        } catch (Problem refused) {
            return page(refused.body().status(), address, Reply.said(refused), form);
        }
    }

    /** @param typed the machine's name, so that no slip removes one */
    @POST
    @Path("/remove")
    public Response remove(String address, @FormParam("typed") String typed) {
        UUID account = accounts.current().id;
        String name = QuarkusTransaction.requiringNew()
                .call(() -> own(account, address).name());
        if (!name.equals(typed == null ? null : typed.strip()))
            return page(
                    400,
                    address,
                    new Frame.Notice(
                            "bad",
                            "The machine was not removed",
                            "Type its name, " + name + ", to remove it.",
                            "typed"),
                    null);
        try {
            machines.remove(key(address));
            return Reply.to("/sell?done=removed");
        } catch (Problem refused) {
            return page(refused.body().status(), address, Reply.said(refused), null);
        }
    }

    @POST
    @Path("/withdraw")
    public Response withdraw(String address, @FormParam("offer") UUID offer) {
        offers.withdraw(offer);
        return Reply.to("/sell/machines/" + address + "?done=withdrawn");
    }

    @GET
    @Path("/{form: offer|change|withdraw|name|remove}")
    public Response again(String address) {
        return Reply.again("/sell/machines/" + address);
    }

    /** @param form as it was sent; null for a new one */
    private Response page(int status, String address, Frame.Notice notice, OfferForm form) {
        UUID account = accounts.current().id;
        return QuarkusTransaction.requiringNew().call(() -> {
            SellView.Machine machine = own(account, address);
            OfferForm filled = form == null ? begun(machine) : form;
            return Reply.page(status, Pages.machine(reply.frame(machine.name(), "sell", notice), machine, filled));
        });
    }

    /** What the form of its offer begins with; null while it cannot be offered. */
    private static OfferForm begun(SellView.Machine machine) {
        if (machine.offerable()) return OfferForm.of(machine);
        return Offer.standingOf(machine.address()).map(OfferForm::of).orElse(null);
    }

    private static Address key(String address) {
        try {
            return new Address(address);
        } catch (IllegalArgumentException e) {
            throw Problem.missing(UNKNOWN);
        }
    }

    private static SellView.Machine own(UUID account, String address) {
        return Agent.of(account).stream()
                .filter(agent -> agent.address.equals(address))
                .findFirst()
                .map(SellView.Machine::of)
                .orElseThrow(() -> Problem.missing(UNKNOWN));
    }
}
