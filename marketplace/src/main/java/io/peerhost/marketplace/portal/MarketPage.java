package io.peerhost.marketplace.portal;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** What is on offer, for anybody. */
@Path("/")
@PermitAll
public class MarketPage {
    private final Reply reply;

    public MarketPage(Reply reply) {
        this.reply = reply;
    }

    @GET
    public Response market(@QueryParam("done") String done) {
        Frame.Notice notice =
                "signed-out".equals(done) ? Frame.Notice.done("You are signed out", "See you again.") : null;
        List<OfferRow> offers = QuarkusTransaction.requiringNew().call(OfferRow::standing);
        OfferRow cheapest =
                offers.stream().filter(OfferRow::rentable).findFirst().orElse(null);
        return Reply.page(Pages.market(reply.frame("Market", "market", notice), offers, cheapest));
    }
}
