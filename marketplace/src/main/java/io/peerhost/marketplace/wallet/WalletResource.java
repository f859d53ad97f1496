package io.peerhost.marketplace.wallet;

import io.peerhost.chain.node.Chain;
import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.api.Idempotency;
import io.peerhost.marketplace.api.RateLimit;
import io.peerhost.protocol.identity.Address;
import io.peerhost.rest.problem.Problem;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The wallet held for the account. */
@Path("/api/wallet")
@Authenticated
public class WalletResource {
    private final Accounts accounts;
    private final Wallets wallets;
    private final Withdrawals withdrawals;
    private final Chain chain;
    private final Idempotency idempotency;
    private final RateLimit faucet;

    public WalletResource(
            Accounts accounts,
            Wallets wallets,
            Withdrawals withdrawals,
            Chain chain,
            Idempotency idempotency,
            Clock clock) {
        this.accounts = accounts;
        this.wallets = wallets;
        this.withdrawals = withdrawals;
        this.chain = chain;
        this.idempotency = idempotency;
        this.faucet = new RateLimit(20, Duration.ofHours(1), clock);
    }

    /** @param balance base units of the token; @param token its contract; @param decimals digits after its point */
    public record WalletView(Address address, BigInteger balance, Address token, String symbol, int decimals) {}

    /** @param transaction names it while it is on its way into the chain */
    public record Gift(BigInteger amount, String transaction) {}

    /** @param to an address of one's own; @param amount base units */
    public record Wish(Address to, BigInteger amount) {
        public Wish {
            if (to == null || amount == null) throw new IllegalArgumentException("a withdrawal needs to and amount");
        }
    }

    public record WithdrawalView(
            UUID id, Address to, BigInteger amount, Withdrawal.State state, String reason, Instant createdAt) {
        static WithdrawalView of(Withdrawal one) {
            return new WithdrawalView(
                    one.id, new Address(one.target), one.amount, one.state, one.reason, one.createdAt);
        }
    }

    @GET
    public WalletView wallet() {
        Wallet wallet = wallets.of(accounts.current().id);
        return new WalletView(
                wallet.key(), wallets.balance(wallet), chain.settings().token(), chain.symbol(), chain.decimals());
    }

    @POST
    @Path("/faucet")
    public Response faucet(@HeaderParam(Idempotency.HEADER) String key) {
        UUID account = accounts.current().id;
        return idempotency.once(account, key, "wallet/faucet", null, 202, () -> {
            faucet.take(account.toString());
            return withdrawals.gift(account);
        });
    }

    @GET
    @Path("/withdrawals")
    public List<WithdrawalView> list() {
        return Withdrawal.of(accounts.current().id).stream()
                .map(WithdrawalView::of)
                .toList();
    }

    @POST
    @Path("/withdrawals")
    public Response withdraw(@HeaderParam(Idempotency.HEADER) String key, Wish body) {
        UUID account = accounts.current().id;
        Wish wish = Problem.present(body);
        BigInteger balance = withdrawals.balance(account);
        return idempotency.once(
                account,
                key,
                "wallet/withdrawals",
                wish,
                202,
                () -> WithdrawalView.of(withdrawals.ask(account, wish.to(), wish.amount(), balance)));
    }
}
