package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.wallet.ChainConfig;
import io.peerhost.marketplace.wallet.Wallet;
import io.peerhost.marketplace.wallet.WalletResource;
import io.peerhost.marketplace.wallet.Wallets;
import io.peerhost.marketplace.wallet.Withdrawals;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.rest.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The wallet held for the account. */
@Path("/wallet")
@Authenticated
public class WalletPage {
    private static final Logger LOG = Logger.getLogger(WalletPage.class);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final List<LeaseStage> HELD = List.of(LeaseStage.FUNDED, LeaseStage.ACTIVE, LeaseStage.CLOSING);

    private final Reply reply;
    private final Accounts accounts;
    private final Wallets wallets;
    private final WalletResource resource;
    private final Withdrawals withdrawals;
    private final WalletHistory history;
    private final ChainConfig chain;

    public WalletPage(
            Reply reply,
            Accounts accounts,
            Wallets wallets,
            WalletResource resource,
            Withdrawals withdrawals,
            WalletHistory history,
            ChainConfig chain) {
        this.reply = reply;
        this.accounts = accounts;
        this.wallets = wallets;
        this.resource = resource;
        this.withdrawals = withdrawals;
        this.history = history;
        this.chain = chain;
    }

    @GET
    public Response show(@QueryParam("done") String done) {
        Frame.Notice notice =
                switch (done == null ? "" : done) {
                    case "gift" ->
                        Frame.Notice.done(
                                "Test tokens are yours", "The balance below counts them once they are mined.");
                    case "asked" ->
                        Frame.Notice.done("The withdrawal is on its way", "Its state is in the list below.");
                    default -> null;
                };
        return page(200, notice, WalletView.Asked.NOTHING);
    }

    @POST
    @Path("/faucet")
    public Response faucet(@FormParam("once") String once, @FormParam("then") String then) {
        try {
            Wallet wallet = wallets.of(accounts.current().id);
            BigInteger before = balance(wallet);
            resource.faucet(once);
            await(wallet, before);
            return Reply.to("order".equals(then) ? "/order?done=gift" : "/wallet?done=gift");
        } catch (Problem refused) {
            return page(refused.body().status(), Reply.said(refused), WalletView.Asked.NOTHING);
        }
    }

    /** Shows what would be sent where, as it was understood; nothing is sent yet. */
    @POST
    @Path("/withdraw")
    public Response withdraw(@FormParam("to") String to, @FormParam("amount") String amount) {
        WalletView.Asked asked = new WalletView.Asked(to, amount);
        return refused(asked, () -> {
            WalletResource.Wish wish = read(asked);
            BigInteger left = withdrawals.check(accounts.current().id, wish.to(), wish.amount());
            WalletView.Understood shown =
                    new WalletView.Understood(asked, wish.to().hex(), wish.amount(), left);
            return Reply.page(Pages.withdrawal(reply.frame("Check the withdrawal", "wallet", null), shown));
        });
    }

    @POST
    @Path("/withdraw/change")
    public Response change(@FormParam("to") String to, @FormParam("amount") String amount) {
        return page(200, null, new WalletView.Asked(to, amount));
    }

    @POST
    @Path("/withdraw/send")
    public Response send(
            @FormParam("once") String once, @FormParam("to") String to, @FormParam("amount") String amount) {
        WalletView.Asked asked = new WalletView.Asked(to, amount);
        return refused(asked, () -> {
            resource.withdraw(once, read(asked));
            return Reply.to("/wallet?done=asked");
        });
    }

    @GET
    @Path("/{form: faucet|withdraw|withdraw/change|withdraw/send}")
    public Response again() {
        return Reply.again("/wallet");
    }

    private Response refused(WalletView.Asked asked, Supplier<Response> done) {
        try {
            return done.get();
        } catch (Problem refused) {
            return page(refused.body().status(), Reply.said(refused), asked);
        }
    }

    private static WalletResource.Wish read(WalletView.Asked asked) {
        return new WalletResource.Wish(target(asked.to()), Amounts.some("amount", "The amount", asked.amount()));
    }

    private static Address target(String typed) {
        try {
            return new Address(typed);
        } catch (IllegalArgumentException e) {
            throw Wording.wrong("to", "An address is 0x and 40 hex digits.");
        }
    }

    /** For a moment, so that the next page shows it. */
    private void await(Wallet wallet, BigInteger before) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && Objects.equals(before, balance(wallet))) LockSupport.parkNanos(200_000_000);
    }

    private Response page(int status, Frame.Notice notice, WalletView.Asked asked) {
        UUID account = accounts.current().id;
        Wallet wallet = wallets.of(account);
        WalletView view = new WalletView(
                wallet.address,
                balance(wallet),
                escrow(account),
                chain.faucet() > 0,
                asked,
                resource.list(),
                history.of(account));
        return Reply.page(status, Pages.wallet(reply.frame("Wallet", "wallet", notice), view));
    }

    private BigInteger balance(Wallet wallet) {
        try {
            return wallets.balance(wallet);
        } catch (RuntimeException e) {
            LOG.warnf("No balance to show: %s", e.getMessage());
            return null;
        }
    }

    private static BigInteger escrow(UUID renter) {
        List<Lease> held =
                QuarkusTransaction.requiringNew().call(() -> Lease.list("renter = ?1 and stage in ?2", renter, HELD));
        return held.stream()
                .map(lease -> lease.deposit.subtract(lease.owed).max(BigInteger.ZERO))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
