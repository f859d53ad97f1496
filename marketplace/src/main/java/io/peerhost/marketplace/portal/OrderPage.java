package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.offer.Offers;
import io.peerhost.marketplace.order.Order;
import io.peerhost.marketplace.order.SiteResource;
import io.peerhost.marketplace.wallet.ChainConfig;
import io.peerhost.marketplace.wallet.Wallets;
import io.peerhost.protocol.lease.Site;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.rest.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/** Ordering a site: first what it would cost, then the order. */
@Path("/order")
@Authenticated
public class OrderPage {
    private static final Logger LOG = Logger.getLogger(OrderPage.class);
    private static final BigInteger HOURS_AHEAD = BigInteger.valueOf(240);

    private final Reply reply;
    private final Accounts accounts;
    private final Wallets wallets;
    private final SiteResource sites;
    private final ChainConfig chain;

    public OrderPage(Reply reply, Accounts accounts, Wallets wallets, SiteResource sites, ChainConfig chain) {
        this.reply = reply;
        this.accounts = accounts;
        this.wallets = wallets;
        this.sites = sites;
        this.chain = chain;
    }

    /** Asked for a price: in the address. */
    public static class Wished {
        @RestQuery
        public String name;

        @RestQuery
        public String kind;

        @RestQuery
        public String size;

        @RestQuery
        public String replicas;

        @RestQuery
        public String regions;

        @RestQuery
        public String maxEgressGib;
    }

    /** The order itself: in the body. */
    public static class Filled {
        @RestForm
        public String once;

        @RestForm
        public String name;

        @RestForm
        public String kind;

        @RestForm
        public String size;

        @RestForm
        public String replicas;

        @RestForm
        public String regions;

        @RestForm
        public String maxHourly;

        @RestForm
        public String maxEgressGib;

        @RestForm
        public String deposit;
    }

    @GET
    public Response form(@BeanParam Wished wished, @QueryParam("done") String done) {
        Frame.Notice notice = done == null
                ? null
                : Frame.Notice.done("Test tokens are yours", "They reach your wallet within seconds.");
        return page(
                200,
                notice,
                wished.name,
                wished.kind,
                wished.size,
                wished.replicas,
                wished.regions,
                null,
                wished.maxEgressGib,
                null);
    }

    @POST
    public Response order(@BeanParam Filled form) {
        try {
            sites.order(form.once, read(form));
            return Reply.to("/sites/" + form.name.strip() + "?done=ordered");
        } catch (Problem refused) {
            return again(refused, form);
        }
    }

    /** The price of what is filled in, at an address with the wishes alone. */
    @POST
    @Path("/price")
    public Response price(@BeanParam Filled form) {
        return Reply.to("/order?"
                + String.join(
                        "&",
                        said("name", form.name),
                        said("kind", form.kind),
                        said("size", form.size),
                        said("replicas", form.replicas),
                        said("regions", form.regions))
                + (Amounts.isLeftOut(form.maxEgressGib) ? "" : "&" + said("maxEgressGib", form.maxEgressGib)));
    }

    @GET
    @Path("/price")
    public Response back() {
        return Reply.again("/order");
    }

    private static String said(String name, String value) {
        return name + "=" + URLEncoder.encode(value == null ? "" : value, StandardCharsets.UTF_8);
    }

    private Response again(Problem refused, Filled form) {
        return page(
                refused.body().status(),
                Reply.said(refused),
                form.name,
                form.kind,
                form.size,
                form.replicas,
                form.regions,
                form.maxHourly,
                form.maxEgressGib,
                form.deposit);
    }

    private static Order read(Filled form) {
        String name = form.name == null ? "" : form.name.strip();
        if (!Site.isName(name)) throw Wording.wrong("name", "A site's name is 3 to 40 of a–z, 0–9 and inner hyphens.");
        if (form.replicas != null && !isCount(form.replicas))
            throw Wording.wrong("replicas", "A site has 1 to 16 replicas.");
        List<String> regions = regions(form.regions);
        if (regions.size() > Order.MOST_REGIONS || !regions.stream().allMatch(Offers::isRegion))
            throw Wording.wrong("regions", "Name up to " + Order.MOST_REGIONS + " regions, like eu-west.");
        return new Order(
                name,
                kind(form.kind),
                size(form.size).each(),
                replicas(form.replicas),
                Amounts.tokens("maxHourly", "The most you pay an hour", form.maxHourly),
                Amounts.isLeftOut(form.maxEgressGib) ? null : egress(form.maxEgressGib),
                Amounts.some("deposit", "The deposit", form.deposit),
                regions);
    }

    private Response page(
            int status,
            Frame.Notice notice,
            String name,
            String kind,
            String size,
            String replicas,
            String regions,
            String maxHourly,
            String maxEgressGib,
            String deposit) {
        Size each = size(size);
        int count = replicas(replicas);
        // The order itself says what is wrong with it.
        BigInteger egress = Amounts.isTokens(maxEgressGib) ? egress(maxEgressGib) : Order.USUAL_MAX_EGRESS_GIB;
        List<BigInteger> prices =
                QuarkusTransaction.requiringNew().call(() -> cheapest(kind(kind), each, regions(regions), egress));
        BigInteger estimate =
                prices.size() < count ? null : prices.stream().limit(count).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger balance = balance();
        OrderForm form = new OrderForm(
                name == null ? "" : name,
                kind(kind).name(),
                each,
                count,
                regions == null ? "" : regions,
                maxHourly != null ? maxHourly : estimate == null ? "" : Shown.field(headroom(estimate)),
                !Amounts.isLeftOut(maxEgressGib) ? maxEgressGib : Shown.field(Order.USUAL_MAX_EGRESS_GIB),
                deposit != null ? deposit : estimate == null ? "" : Shown.field(deposit(estimate, count, balance)),
                List.of(Size.values()),
                estimate,
                prices.size(),
                balance,
                chain.faucet() > 0,
                QuarkusTransaction.requiringNew().call(OrderPage::known));
        return Reply.page(status, Pages.order(reply.frame("New site", "sites", notice), form));
    }

    private static List<String> known() {
        return OfferRow.standing().stream()
                .filter(OfferRow::rentable)
                .map(OfferRow::region)
                .distinct()
                .sorted()
                .toList();
    }

    /** The lowest price of each seller that could take a replica now. */
    private static List<BigInteger> cheapest(SiteKind kind, Size size, List<String> regions, BigInteger maxEgressGib) {
        Map<UUID, BigInteger> sellers = OfferRow.standing().stream()
                .filter(offer -> offer.rentable() && offer.fits(size.each()))
                .filter(offer -> offer.pods() || !kind.needsPods())
                .filter(offer -> regions.isEmpty() || regions.contains(offer.region()))
                .filter(offer -> offer.prices().egressGib().compareTo(maxEgressGib) <= 0)
                .collect(Collectors.toMap(
                        OfferRow::account, offer -> OfferRow.hourly(size.each(), offer.prices()), BigInteger::min));
        return sellers.values().stream().sorted().toList();
    }

    /** Half as much again, so that a seller who is a little dearer may stand in for one that is lost. */
    private static BigInteger headroom(BigInteger estimate) {
        return estimate.multiply(BigInteger.valueOf(3)).add(BigInteger.ONE).shiftRight(1);
    }

    /** Ten days ahead, or what the wallet holds; at least a base unit a replica. */
    private static BigInteger deposit(BigInteger estimate, int replicas, BigInteger balance) {
        BigInteger wanted = headroom(estimate).multiply(HOURS_AHEAD);
        BigInteger may = balance == null || balance.signum() == 0 ? wanted : wanted.min(balance);
        return may.max(BigInteger.valueOf(replicas));
    }

    private BigInteger balance() {
        try {
            return wallets.balance(wallets.of(accounts.current().id));
        } catch (RuntimeException e) {
            LOG.warnf("No balance to show: %s", e.getMessage());
            return null;
        }
    }

    private static SiteKind kind(String typed) {
        return "PHP".equals(typed) ? SiteKind.PHP : SiteKind.STATIC;
    }

    private static Size size(String typed) {
        Map<String, Size> sizes =
                Arrays.stream(Size.values()).collect(Collectors.toMap(Size::name, Function.identity()));
        return sizes.getOrDefault(typed == null ? "" : typed.toUpperCase(Locale.ROOT), Size.SMALL);
    }

    private static int replicas(String typed) {
        return isCount(typed) ? Integer.parseInt(typed) : 1;
    }

    private static boolean isCount(String typed) {
        return typed != null && typed.matches("[1-9]|1[0-6]");
    }

    private static BigInteger egress(String typed) {
        return Amounts.tokens("maxEgressGib", "The most you pay for a GiB sent", typed);
    }

    private static List<String> regions(String typed) {
        if (typed == null || typed.isBlank()) return List.of();
        return List.of(typed.strip().toLowerCase(Locale.ROOT).split("[\\s,]+"));
    }
}
