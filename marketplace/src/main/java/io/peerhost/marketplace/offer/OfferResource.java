package io.peerhost.marketplace.offer;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.api.Idempotency;
import io.peerhost.marketplace.api.Page;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.rest.problem.Problem;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The market: what sellers offer. Anybody may look. */
@Path("/api/offers")
public class OfferResource {
    private static final UUID FIRST = new UUID(0, 0);

    private final Accounts accounts;
    private final Offers offers;
    private final Idempotency idempotency;

    public OfferResource(Accounts accounts, Offers offers, Idempotency idempotency) {
        this.accounts = accounts;
        this.offers = offers;
        this.idempotency = idempotency;
    }

    /** @param limits the most that is sold of the machine, to all renters together */
    public record NewOffer(Address agent, Prices prices, String region, Resources limits) {
        public NewOffer {
            if (agent == null || prices == null || region == null || limits == null)
                throw new IllegalArgumentException("an offer needs agent, prices, region and limits");
        }

        OfferTerms terms() {
            return new OfferTerms(prices, region, limits);
        }
    }

    public record Sold(int cpuMillis, int memoryMib, int diskMib) {}

    /** @param reputation of its machine, 0 to 1000; why is at {@code /api/agents/{agent}/reputation} */
    public record OfferView(
            UUID id,
            Address agent,
            int reputation,
            Prices prices,
            String region,
            Resources limits,
            Sold sold,
            Instant createdAt) {
        static OfferView of(Offer offer, int reputation) {
            return new OfferView(
                    offer.id,
                    new Address(offer.agent),
                    reputation,
                    offer.prices(),
                    offer.region,
                    offer.limits(),
                    new Sold(offer.soldCpuMillis, offer.soldMemoryMib, offer.soldDiskMib),
                    offer.createdAt);
        }
    }

    @GET
    @PermitAll
    public Page<OfferView> standing(@QueryParam("after") UUID after, @QueryParam("limit") Integer limit) {
        int most = Page.limit(limit);
        List<Offer> found = Offer.standing(after == null ? FIRST : after, most + 1);
        List<OfferView> shown = views(found.stream().limit(most).toList());
        return new Page<>(shown, found.size() > most ? shown.getLast().id().toString() : null);
    }

    @POST
    @Authenticated
    public Response post(@HeaderParam(Idempotency.HEADER) String key, NewOffer body) {
        UUID account = accounts.current().id;
        NewOffer wanted = Problem.present(body);
        return idempotency.once(account, key, "offers", wanted, 201, () -> views(
                        List.of(offers.post(account, wanted.agent(), wanted.terms())))
                .getFirst());
    }

    /** Idempotent by nature, so no key is needed. */
    @PUT
    @Path("/{id}")
    @Authenticated
    @Transactional
    public OfferView change(UUID id, OfferTerms body) {
        return views(List.of(offers.change(accounts.current().id, id, Problem.present(body))))
                .getFirst();
    }

    @DELETE
    @Path("/{id}")
    @Authenticated
    public void withdraw(UUID id) {
        offers.withdraw(accounts.current().id, id);
    }

    private static List<OfferView> views(List<Offer> offers) {
        Map<String, Integer> reputations =
                Agent.reputations(offers.stream().map(offer -> offer.agent).toList());
        return offers.stream()
                .map(offer -> OfferView.of(offer, reputations.get(offer.agent)))
                .toList();
    }
}
