package io.peerhost.marketplace.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.call.Calls;
import io.peerhost.chain.lease.SignedPermit;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.chain.transaction.TransactionStatus;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.RefusingToken;
import io.peerhost.marketplace.stack.Renting;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token knows one allowance of an owner for a spender, and anybody may hand a permit in. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class WithdrawalsTest {
    private static final String TARGET = "0x00000000000000000000000000000000000000ab";
    private static final BigInteger AMOUNT = BigInteger.valueOf(4_000_000);

    private final Renting renting = new Renting();
    private final UUID account = renting.renter().account();

    @Inject
    Wallets wallets;

    @Inject
    Transactions transactions;

    @Inject
    TransactionSender sender;

    @Inject
    Calls calls;

    @Inject
    ChainSettings chain;

    @Inject
    EntityManager database;

    @Inject
    ChainConfig config;

    @Inject
    Clock clock;

    @BeforeEach
    void giveTokens() {
        renting.giveTokens();
    }

    @Test
    void shouldGiveNoSecondAllowanceWhenTheFirstIsNotUsedUpYet() {
        UUID first = QuarkusTransaction.requiringNew().call(this::permitted);
        assertThat(permit("test:second")).isEmpty();
        QuarkusTransaction.requiringNew()
                .run(() -> Withdrawal.<Withdrawal>findById(first).state = Withdrawal.State.DONE);
        assertThat(permit("test:second")).isPresent();
    }

    @Test
    void shouldGoOnWhenSomebodyElseHandedThePermitIn() {
        String key = "test:" + UUID.randomUUID();
        SignedPermit seen = permit(key).orElseThrow();
        QuarkusTransaction.requiringNew().run(() -> transactions.enqueue(key, calls.permit(seen)));
        await().atMost(FakeAgent.PATIENCE)
                .until(() -> transactions.status(key).orElse(null) instanceof TransactionStatus.Mined);
        try (RefusingToken _ = RefusingToken.permitting()) {
            renting.renter()
                    .sends(Map.of("to", TARGET, "amount", AMOUNT.toString()))
                    .post("/api/wallet/withdrawals")
                    .then()
                    .statusCode(202);
            renting.awaitBalance(Renting.GIFT.subtract(AMOUNT));
        }
    }

    /** A node that is slow would hold the wallet's row, and a connection of the pool. */
    @Test
    void shouldAskTheChainNothingWhenItHoldsAWallet() {
        Wallets.Turn turn = wallets.turn(account, "test:first").orElseThrow();
        ChainSettings away = new ChainSettings(
                URI.create("http://127.0.0.1:1"), chain.chainId(), chain.token(), chain.escrow(), chain.settlement());
        try (Chain unreachable = new Chain(away)) {
            Wallets alone = new Wallets(database, unreachable, transactions, config, new SecureRandom(), clock);
            assertThat(permit(alone, turn, "test:first")).isPresent();
        }
    }

    @Test
    void shouldGiveNoSecondAllowanceWhenTheChainWasAskedBeforeTheFirst() {
        Wallets.Turn turn = wallets.turn(account, "test:first").orElseThrow();
        assertThat(permit(wallets, turn, "test:first")).isPresent();
        assertThat(permit(wallets, turn, "test:second")).isEmpty();
    }

    private Optional<SignedPermit> permit(String key) {
        return wallets.turn(account, key).flatMap(turn -> permit(wallets, turn, key));
    }

    private Optional<SignedPermit> permit(Wallets by, Wallets.Turn turn, String key) {
        return QuarkusTransaction.requiringNew().call(() -> by.permit(turn, sender.address(), AMOUNT, key));
    }

    /** Its permit is mined, and its transfer is not sent yet. */
    private UUID permitted() {
        Withdrawal one = new Withdrawal();
        one.id = UUID.randomUUID();
        one.account = account;
        one.target = TARGET;
        one.amount = AMOUNT;
        one.state = Withdrawal.State.PERMITTED;
        one.createdAt = Instant.now();
        one.nextTryAt = one.createdAt.plus(Duration.ofDays(1));
        one.persist();
        return one.id;
    }
}
