package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.api.RateLimit;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.marketplace.provider.Enrolments;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
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
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Selling: enrol a machine, see what all of them earn. */
@Path("/sell")
@Authenticated
public class SellPage {
    private final Reply reply;
    private final Accounts accounts;
    private final Enrolments enrolments;
    private final EarningsReader earnings;
    private final LiveParts live;
    private final Addresses addresses;
    private final ShownOnce once;
    private final RateLimit tokens;

    public SellPage(
            Reply reply,
            Accounts accounts,
            Enrolments enrolments,
            EarningsReader earnings,
            LiveParts live,
            Addresses addresses,
            ShownOnce once,
            Clock clock) {
        this.reply = reply;
        this.accounts = accounts;
        this.enrolments = enrolments;
        this.earnings = earnings;
        this.live = live;
        this.addresses = addresses;
        this.once = once;
        this.tokens = new RateLimit(30, Duration.ofMinutes(1), clock);
    }

    /** A token that was just made is shown once: only its hash is kept. */
    @GET
    public Response show(@Context UriInfo uri, @QueryParam("done") String done) {
        UUID account = accounts.current().id;
        SellView.Enrol token = once.take()
                .flatMap(made -> enrolments.unused(account, made))
                .map(made -> new SellView.Enrol(
                        addresses.agent(addresses.portal(uri.getBaseUri())),
                        made.token(),
                        made.expiresAt(),
                        addresses.givesAgent()))
                .orElse(null);
        List<SellView.Machine> machines = QuarkusTransaction.requiringNew().call(() -> machines(account));
        SellView view = new SellView(machines, token, hasSold(account) ? earnings.of(account) : EarningsReader.NONE);
        Frame.Notice notice = "removed".equals(done)
                ? Frame.Notice.done(
                        "The machine is removed", "What it earned is paid out as ever; its agent is refused.")
                : null;
        return Reply.page(Pages.sell(reply.frame("Sell", "sell", notice), view));
    }

    @POST
    @Path("/token")
    public Response token() {
        UUID account = accounts.current().id;
        tokens.take(account.toString());
        once.give(enrolments.token(account).token());
        return Reply.to("/sell");
    }

    @GET
    @Path("/token")
    public Response again() {
        return Reply.again("/sell");
    }

    @GET
    @Path("/live")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<LiveParts.Part> live() {
        UUID account = accounts.current().id;
        return live.of(account, () -> Pages.sell$machines(new SellView(machines(account), null, null)));
    }

    /** Or could have: a machine that was removed earned too. */
    private static boolean hasSold(UUID account) {
        return QuarkusTransaction.requiringNew().call(() -> Agent.count("account", account)) > 0;
    }

    private static List<SellView.Machine> machines(UUID account) {
        return Agent.of(account).stream().map(SellView.Machine::of).toList();
    }
}
